import { z } from 'zod';
import type { ServedKind } from './kind.ts';
import { longText, oneLine } from './texts.ts';

const Input = z.strictObject({
  title: oneLine(200).describe('The title of the pull request.'),
  body: longText(20_000).describe('Markdown: what is changed and why.'),
});
type Input = z.infer<typeof Input>;

const Item = z.strictObject({ kind: z.literal('patch'), ...Input.shape });
type Item = z.infer<typeof Item>;

/** Most files of a change, whatever a profile says: more than this nobody reads, and GitHub is slow to take it. */
export const MOST_PATCH_FILES = 300;
const MOST_KB = 2_000;

const Limits = z.strictObject({
  files: z
    .int()
    .min(1)
    .max(MOST_PATCH_FILES)
    .describe('Most files that are changed, made or deleted. Default: 50.'),
  max_kb: z
    .int()
    .min(1)
    .max(MOST_KB)
    .describe('Most kilobytes of these files, each as it was or as it is, whichever is more. Default: 500.'),
});
type Limits = z.infer<typeof Limits>;

/**
 * The request for a draft pull request. It says nothing of the change itself: that is read out of the copy of the
 * repository after the run, by whoever holds it against `files` and `max_kb`; branch and base are never the agent's.
 */
export const patch = {
  name: 'patch',
  description: 'a draft pull request with what the agent changed in its copy of the repository',
  limits: Limits,
  defaults: { files: 50, max_kb: 500 },
  tool: (limits) =>
    'Proposes what you changed in the workspace as a draft pull request: give its title and body. The change is read ' +
    `out of the workspace when you are done: at most ${limits.files} files and ${limits.max_kb} kB, plain text files ` +
    'alone. One file that is binary, a link, newly executable or protected (.github, .git*, CI, editors, agents) refuses all of ' +
    'it: remove what you do not mean to propose. Ignored files stay out.',
  input: Input,
  item: Item,
  accept: (input) => ({ kind: 'accepted', item: { kind: 'patch', ...input } }),
  again: ({ title, body }) => ({ title, body }),
} satisfies ServedKind<'patch', Limits, Input, Item>;
