import { z } from 'zod';
import { refusedInput, type ServedKind } from './kind.ts';
import { lineNumber, longText, numbered, oneLine, repositoryPath } from './texts.ts';

const MOST_ANNOTATIONS = 200;

const conclusions = ['success', 'neutral', 'failure', 'action_required'] as const;
const Conclusion = z.enum(conclusions);
const Annotation = z.strictObject({
  path: repositoryPath,
  start_line: lineNumber,
  end_line: lineNumber,
  level: z.enum(['notice', 'warning', 'failure']),
  message: longText(4_000).describe('Plain text.'),
  title: oneLine(255).optional(),
});
type Annotation = z.infer<typeof Annotation>;

const Input = z.strictObject({
  conclusion: Conclusion,
  title: oneLine(255),
  summary: longText(20_000).describe('Markdown.'),
  annotations: z.array(Annotation).max(1_000).optional().describe('Each at lines of a file, counted from 1.'),
});
type Input = z.infer<typeof Input>;

const Item = z.strictObject({
  kind: z.literal('check'),
  ...Input.shape,
  annotations: z.array(Annotation).max(MOST_ANNOTATIONS),
});
type Item = z.infer<typeof Item>;

const Limits = z.strictObject({
  annotations: z.int().min(0).max(MOST_ANNOTATIONS).describe('Most annotations. Default: 50.'),
  conclusions: z
    .array(Conclusion)
    .min(1)
    .max(conclusions.length)
    .meta({ uniqueItems: true })
    .describe('How the check may end. Default: success, neutral and failure.'),
});
type Limits = z.infer<typeof Limits>;

/** A check run of the commit, under a name of ours. */
export const check = {
  name: 'check',
  description: 'one check run of the commit: a conclusion, and annotations at lines of files',
  limits: Limits,
  defaults: { annotations: 50, conclusions: ['success', 'neutral', 'failure'] },
  tool: (limits) =>
    `Hands in a check of the commit: a conclusion (${limits.conclusions.join(', ')}), a title, a summary and at most ` +
    `${limits.annotations} annotations.`,
  input: Input,
  item: Item,
  accept({ annotations = [], ...input }, limits) {
    if (!limits.conclusions.includes(input.conclusion))
      return refusedInput(
        `The conclusion ${input.conclusion} is not allowed by this agent's profile. Use ${limits.conclusions.join(' or ')}.`,
      );
    if (annotations.length > limits.annotations)
      return refusedInput(
        `The check has ${annotations.length} annotations and may have ${limits.annotations}. Nothing of it was taken: ` +
          'keep the most important ones and put the rest into the summary.',
      );
    const upsideDown = annotations.flatMap(({ start_line, end_line }, index) =>
      start_line > end_line
        ? [`annotation ${index + 1} ends at line ${end_line}, before its start_line ${start_line}`]
        : [],
    );
    if (upsideDown.length > 0)
      return refusedInput(`${numbered(upsideDown)}. Annotations count from 1; mend these and call again.`);
    return { kind: 'accepted', item: { kind: 'check', ...input, annotations } };
  },
  again: ({ kind: _kind, ...input }) => input,
} satisfies ServedKind<'check', Limits, Input, Item>;
