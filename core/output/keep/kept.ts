import { z } from 'zod';
import { fileName, MOST_KEPT_FILES, MOST_KEPT_KB } from '../kinds/artifact.ts';
import { Nothing } from '../nothing.ts';

/** Where files that are kept lie in the run's artifact. */
export const KEPT_FOLDER = 'files';

/** A file that lies in the run's artifact under `files/`, as it left: `masked` secrets stand in it no more. */
const KeptFile = z.strictObject({
  name: fileName,
  bytes: z
    .int()
    .min(0)
    .max(2 * MOST_KEPT_KB * 1000),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  masked: z.int().min(1).max(1_000_000).optional(),
});
export type KeptFile = z.infer<typeof KeptFile>;

/** What became of the files that the agent asked to keep, in a result. `none`: why none of them is there. */
export const Kept = z.discriminatedUnion('became', [
  z.strictObject({
    became: z.literal('kept'),
    files: z.array(KeptFile).min(1).max(MOST_KEPT_FILES),
  }),
  Nothing,
]);
export type Kept = z.infer<typeof Kept>;

/** Files by their names, as they were found: how many bytes each has, and their SHA-256 as hex. */
export type FoundFiles = ReadonlyMap<string, { bytes: number; sha256: string }>;

/** In what found files are others than those that a result lists, in words; null when they are the very same. */
export function otherFiles(listed: readonly KeptFile[], found: FoundFiles): string | null {
  if (new Set(listed.map(({ name }) => name)).size !== listed.length) return 'it lists a file twice';
  if (found.size !== listed.length) return 'the artifact holds other files than the result lists';
  for (const { name, bytes, sha256 } of listed) {
    const file = found.get(name);
    if (file === undefined) return 'the artifact holds other files than the result lists';
    if (file.bytes !== bytes || file.sha256 !== sha256)
      return `${name} is not the file that the result lists`;
  }
  return null;
}
