import { z } from 'zod';
import { refusedInput, type ServedKind } from './kind.ts';
import { numbered, repositoryPath } from './texts.ts';

const MOST_FILES = 20;

const mediaTypes = [
  'text/plain',
  'text/markdown',
  'text/csv',
  'application/json',
  'application/pdf',
  'image/png',
  'image/jpeg',
] as const;
const MediaType = z.enum(mediaTypes);

/** Plain ASCII without a slash, so that it is one file wherever it is unpacked. */
const name = z.string().regex(/^(?![-.])[A-Za-z0-9._-]{0,99}[A-Za-z0-9_-]$/);
const File = z.strictObject({
  name: name.describe('The name of the file in the artifact.'),
  path: repositoryPath.describe('Where it lies, relative to the top of the workspace.'),
  media_type: MediaType,
});
const Files = z.array(File).min(1);

const Input = z.strictObject({ files: Files.max(1_000) });
type Input = z.infer<typeof Input>;

const Item = z.strictObject({ kind: z.literal('artifact'), files: Files.max(MOST_FILES) });
type Item = z.infer<typeof Item>;

const Limits = z.strictObject({
  files: z.int().min(1).max(MOST_FILES).describe('Most files. Default: 5.'),
  max_mb: z.int().min(1).max(100).describe('Most megabytes of all files together. Default: 10.'),
  types: z
    .array(MediaType)
    .min(1)
    .max(mediaTypes.length)
    .meta({ uniqueItems: true })
    .describe('The media types. Default: text/plain, text/markdown, text/csv and application/json.'),
});
type Limits = z.infer<typeof Limits>;

/** Names of files that the agent made. They are read after the run, by whoever holds them against `max_mb`. */
export const artifact = {
  name: 'artifact',
  description: 'files that the agent made, kept with the run',
  limits: Limits,
  defaults: { files: 5, max_mb: 10, types: ['text/plain', 'text/markdown', 'text/csv', 'application/json'] },
  tool: (limits) =>
    `Keeps files of the workspace: at most ${limits.files}, together at most ${limits.max_mb} MB, of the media types ` +
    `${limits.types.join(', ')}. They are read when you are done.`,
  input: Input,
  item: Item,
  accept({ files }, limits) {
    if (files.length > limits.files)
      return refusedInput(
        `${files.length} files are more than the ${limits.files} that may be kept. Choose among them.`,
      );
    const problems = files.flatMap((file, index) => {
      const twin = files.findIndex((other) => other.name.toLowerCase() === file.name.toLowerCase());
      if (twin !== index) return [`file ${index + 1} has the name of file ${twin + 1}`];
      return limits.types.includes(file.media_type) ? [] : [`file ${index + 1} is ${file.media_type}`];
    });
    if (problems.length === 0) return { kind: 'accepted', item: { kind: 'artifact', files } };
    return refusedInput(
      `${numbered(problems)}. Files count from 1; the media types are ${limits.types.join(', ')}, and names differ in more than case.`,
    );
  },
  again: ({ files }) => ({ files }),
} satisfies ServedKind<'artifact', Limits, Input, Item>;
