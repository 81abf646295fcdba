import { z } from 'zod';
import { refusedInput, type ServedKind } from './kind.ts';
import { oneLine } from './texts.ts';

const MOST_LABELS = 20;

/** A label as GitHub takes it. */
const Label = oneLine(50);
const Names = z.array(Label).max(MOST_LABELS).meta({ uniqueItems: true });

const Input = z.strictObject({ add: Names.min(1).describe('Labels to set. Those that are set stay.') });
type Input = z.infer<typeof Input>;

const Item = z.strictObject({ kind: z.literal('labels'), add: Names.min(1) });
type Item = z.infer<typeof Item>;

const Limits = z.strictObject({
  allow: z
    .array(Label)
    .min(1)
    .max(100)
    .meta({ uniqueItems: true })
    .describe('The only labels that may be set.'),
  most: z.int().min(1).max(MOST_LABELS).describe('Most labels of one run. Default: 5.'),
});
type Limits = z.infer<typeof Limits>;

/** Labels for the thread, out of a list that the profile holds. */
export const labels = {
  name: 'labels',
  description: 'labels for the thread, out of those that the profile allows',
  limits: Limits,
  defaults: { most: 5 },
  tool: (limits) => `Sets labels, at most ${limits.most} of: ${limits.allow.join(', ')}.`,
  input: Input,
  item: Item,
  accept({ add }, limits) {
    const foreign = add.find((name) => !limits.allow.includes(name));
    if (foreign !== undefined)
      return refusedInput(
        `The label ${JSON.stringify(foreign)} is not one that may be set. Use ${limits.allow.join(', ')}, written exactly so.`,
      );
    const names = [...new Set(add)];
    if (names.length > limits.most)
      return refusedInput(
        `${names.length} labels are more than the ${limits.most} that may be set. Choose among them.`,
      );
    return { kind: 'accepted', item: { kind: 'labels', add: names } };
  },
  again: ({ add }) => ({ add }),
} satisfies ServedKind<'labels', Limits, Input, Item>;
