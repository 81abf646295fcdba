import type { View } from './view.ts';

/** Written backwards. */
export const reversed: View = {
  name: 'reversed',
  kind: 'respelling',
  of: (text) => [text.toReversed()],
};
