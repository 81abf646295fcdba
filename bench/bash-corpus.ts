import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One command line with the rules it is judged under; `says` is undefined when it must pass. */
export type Row = {
  theme: string;
  source: string;
  allow: string[];
  deny: string[];
  says: string | undefined;
};

type Section = { allow: string[]; deny: string[]; pass: string[]; refuse: [string, string][] };

const folder = new URL('../test/core/policy/bash/corpus/', import.meta.url);

/** Every row of every theme of the corpus of judged command lines. */
export function bashCorpus(): Row[] {
  return readdirSync(folder).flatMap((file) => {
    const theme = file.replace('.yaml', '');
    const sections = parse(readFileSync(new URL(file, folder), 'utf8')) as Section[];
    return sections.flatMap(({ allow, deny, pass, refuse }) => [
      ...pass.map((source) => ({ theme, source, allow, deny, says: undefined })),
      ...refuse.map(([source, says]) => ({ theme, source, allow, deny, says })),
    ]);
  });
}
