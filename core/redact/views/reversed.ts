import { backwards, type View } from './view.ts';

/** Written backwards. */
export const reversed: View = { name: 'reversed', of: ({ folded }) => [backwards(folded)] };
