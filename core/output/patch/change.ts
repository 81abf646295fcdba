import { z } from 'zod';
import { isRefusal, type Refusal } from '../../refusal.ts';
import { readHostileJson } from '../hostile-json.ts';
import { MOST_PATCH_FILES } from '../kinds/patch.ts';
import { Nothing } from '../nothing.ts';
import { patchRefusal } from './judge-patch.ts';
import type { PatchFile } from './patch-file.ts';

/** Most bytes of `changes.json`: 2 MB of text, whose line feeds and quotes take two bytes each there. */
export const CHANGES_MAX_BYTES = 5 * 1024 * 1024;

const path = z.string().min(1).max(1_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One file of a change, without its text. Mode and digest are null where it is deleted. */
const ListedFile = z.union([
  z.strictObject({ path, mode: z.enum(['100644', '100755']), sha256 }),
  z.strictObject({ path, mode: z.null(), sha256: z.null() }),
]);

/**
 * What became of the change that the agent asked to propose, in a result. `made`: the commit that it is made to, and
 * its files, whose texts lie in `changes.json` beside the result. `none`: why there is nothing of it.
 */
export const Change = z.discriminatedUnion('became', [
  z.strictObject({
    became: z.literal('made'),
    base: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
    files: z.array(ListedFile).min(1).max(MOST_PATCH_FILES),
  }),
  Nothing,
]);
export type Change = z.infer<typeof Change>;
export type MadeChange = Extract<Change, { became: 'made' }>;

/** `changes.json`: the texts of a change's files that are not deleted, by path. */
const Texts = z.strictObject({
  version: z.literal(1),
  files: z.array(z.strictObject({ path, content: z.string() })).max(MOST_PATCH_FILES),
});

/** The files of a change as a result lists them. `sha256` gives the digest of a text's UTF-8 bytes. */
export function listFiles(
  files: readonly PatchFile[],
  digest: (text: string) => string,
): MadeChange['files'] {
  return files.map(({ path: at, mode, content }) =>
    content === null ? { path: at, mode: null, sha256: null } : { path: at, mode, sha256: digest(content) },
  );
}

/** Their texts as `changes.json` has them. */
export function textsOf(files: readonly PatchFile[]): string {
  const kept = files.flatMap(({ path: at, content }) => (content === null ? [] : [{ path: at, content }]));
  return JSON.stringify({ version: 1, files: kept });
}

/**
 * Puts a change together again from what a run left, as something that the agent may have written: the texts are those
 * that are listed and no others. It is not judged yet.
 */
export function readChange(
  { files }: MadeChange,
  json: string | undefined,
  digest: (text: string) => string,
): PatchFile[] | Refusal {
  if (json === undefined) return damaged('its texts are missing (`changes.json`)');
  const value = readHostileJson(json, 5, 5 * MOST_PATCH_FILES);
  const read = Texts.safeParse(isRefusal(value) ? null : value);
  if (!read.success) return damaged('`changes.json` is not as agreed');
  const texts = new Map(read.data.files.map((file) => [file.path, file.content]));
  const kept = files.filter((file) => file.mode !== null);
  if (texts.size !== read.data.files.length || texts.size !== kept.length)
    return damaged('`changes.json` holds other files than the result lists');
  const made: PatchFile[] = [];
  for (const file of files) {
    if (file.mode === null) {
      made.push({ path: file.path, mode: null, content: null });
      continue;
    }
    const content = texts.get(file.path);
    if (content === undefined || digest(content) !== file.sha256)
      return damaged('`changes.json` holds another text than the result lists');
    made.push({ path: file.path, mode: file.mode, content });
  }
  return made;
}

function damaged(why: string): Refusal {
  return patchRefusal(why, 'Look at the artifact and the log of the run.');
}
