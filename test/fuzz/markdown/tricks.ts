import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../../lab/package-root.ts';
import { dangers } from './danger.ts';

const FOLDER = join(packageRoot, 'test', 'core', 'redact', 'tricks');

const trick = z.strictObject({
  name: z.string(),
  text: z.string(),
  /** How often the text is repeated; once by default. */
  times: z.int().positive().default(1),
  /** What the oracle must see before the gate and must not see after it. */
  danger: z.enum(dangers),
  /** What must still be readable after the gate. */
  readable: z.array(z.string()).default([]),
});

/** A known way to make a comment do more than be read. */
export type Trick = Omit<z.infer<typeof trick>, 'times'>;

/** The known tricks, from the files by theme. */
export function readTricks(): Trick[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return files.toSorted().flatMap((name) =>
    z
      .array(trick)
      .parse(parse(readFileSync(join(FOLDER, name), 'utf8')))
      .map(({ times, text, ...rest }) => ({ ...rest, text: text.repeat(times) })),
  );
}
