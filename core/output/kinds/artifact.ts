import { z } from 'zod';
import { fileTypes, typeOfFile, type FileType } from '../keep/file-types.ts';
import { sizeProblem } from '../keep/judge-sizes.ts';
import { pathProblem } from '../patch/path-problem.ts';
import { refusedInput, type FileLook, type ServedKind } from './kind.ts';
import { numbered, repositoryPath } from './texts.ts';

/** Most files that a run may keep, and most kilobytes of them, whatever a profile says. */
export const MOST_KEPT_FILES = 20;
export const MOST_KEPT_KB = 10_000;

/** Plain ASCII without a slash, so that it is one file wherever it is unpacked. */
export const fileName = z.string().regex(/^(?![-.])[A-Za-z0-9._-]{0,99}[A-Za-z0-9_-]$/);

const File = z.strictObject({
  name: fileName.describe('The name of the file in the artifact.'),
  path: repositoryPath.describe('Where it lies, relative to the top of the workspace.'),
});
type File = z.infer<typeof File>;
const Files = z.array(File).min(1);

const Input = z.strictObject({ files: Files.max(1_000) });
type Input = z.infer<typeof Input>;

const Item = z.strictObject({ kind: z.literal('artifact'), files: Files.max(MOST_KEPT_FILES) });
type Item = z.infer<typeof Item>;

const Limits = z.strictObject({
  files: z.int().min(1).max(MOST_KEPT_FILES).describe('Most files. Default: 5.'),
  file_kb: z.int().min(1).max(MOST_KEPT_KB).describe('Most kilobytes of each file. Default: 1000.'),
  max_kb: z.int().min(1).max(MOST_KEPT_KB).describe('Most kilobytes of all files together. Default: 2000.'),
  types: z
    .array(z.enum(fileTypes))
    .min(1)
    .max(fileTypes.length)
    .meta({ uniqueItems: true })
    .describe(
      `What files may be, by the ends of their names, out of ${fileTypes.join(', ')}. Default: md, txt, log, csv and json.`,
    ),
});
type Limits = z.infer<typeof Limits>;

/** Names of files that the agent made. The files themselves are read after the run, and held against the limits again. */
export const artifact = {
  name: 'artifact',
  description: "files that the agent made, kept in the run's artifact",
  limits: Limits,
  defaults: { files: 5, file_kb: 1000, max_kb: 2000, types: ['md', 'txt', 'log', 'csv', 'json'] },
  tool: (limits) =>
    `Keeps files of the workspace: at most ${limits.files}, each at most ${limits.file_kb} kB, together at most ` +
    `${limits.max_kb} kB, with names that end in ${endings(limits.types)}. Plain files, no links. They are read when ` +
    'you are done: leave them where they are.',
  input: Input,
  item: Item,
  accept({ files }, limits, { fileAt }) {
    if (files.length > limits.files)
      return refusedInput(
        `${files.length} files are more than the ${limits.files} that may be kept. Choose among them.`,
      );
    const looks = files.map(({ path }) => fileAt?.(path) ?? null);
    const problems = files.flatMap((file, index) => {
      const problem = problemOf(file, files.slice(0, index), limits.types, looks[index] ?? null);
      return problem === null ? [] : [`file ${index + 1} ${problem}`];
    });
    if (problems.length > 0)
      return refusedInput(`${numbered(problems)}. Files count from 1; mend these and call again.`);
    const sizes = files.map(({ name }, index) => ({ name, bytes: bytesOf(looks[index]) }));
    const large = sizeProblem(sizes, limits);
    if (large !== null) return refusedInput(`${large}. Nothing was taken: make it shorter, or leave it out.`);
    return { kind: 'accepted', item: { kind: 'artifact', files } };
  },
  again: ({ files }) => ({ files }),
} satisfies ServedKind<'artifact', Limits, Input, Item>;

function problemOf(
  { name }: File,
  before: readonly File[],
  types: readonly FileType[],
  look: FileLook | null,
): string | null {
  const twin = before.findIndex((other) => other.name.toLowerCase() === name.toLowerCase());
  if (twin !== -1) return `has the name of file ${twin + 1}, but for its case`;
  const type = typeOfFile(name);
  if (type === null || !types.includes(type)) return `has a name that does not end in ${endings(types)}`;
  const odd = pathProblem(name);
  if (odd !== null) return odd;
  return look !== null && 'problem' in look ? look.problem : null;
}

function bytesOf(look: FileLook | null | undefined): number {
  return look && 'bytes' in look ? look.bytes : 0;
}

function endings(types: readonly FileType[]): string {
  return types.map((type) => `.${type}`).join(', ');
}
