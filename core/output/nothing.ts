import { z } from 'zod';

const line = (max: number) => z.string().max(max);

/** Why there is nothing of what an agent handed in, in a result. */
export const Nothing = z.strictObject({
  became: z.literal('none'),
  code: line(64),
  because: line(2_000),
  remedy: line(2_000),
});
