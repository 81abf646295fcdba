import { z } from 'zod';
import type { Advice } from './advice.ts';
import type { Path } from './problem.ts';

/** What an agent's answer may be: a part of JSON Schema in which the number of documents is finite. */
export type OutputSchema =
  | { type: 'object'; properties: Record<string, OutputSchema> }
  | { type: 'array'; items: OutputSchema; maxItems: number }
  | { type: 'string'; enum: string[] }
  | { type: 'string'; maxLength: number }
  | { type: 'integer'; minimum: number; maximum: number }
  | { type: 'boolean' };

const nested: z.ZodType<OutputSchema> = z.lazy(() => node);

/** Made anew for each place, so that the JSON Schema has the one at the top in place. */
const object = () =>
  z.strictObject({
    type: z.literal('object').describe('An object; all of its keys are required.'),
    properties: z
      .record(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/), nested)
      .refine((properties) => Object.keys(properties).length > 0)
      .describe('The keys, each with what its value may be.'),
  });

const node: z.ZodType<OutputSchema> = z.union([
  object(),
  z.strictObject({ type: z.literal('array'), items: nested, maxItems: z.int().min(1).max(1000) }),
  z.strictObject({
    type: z.literal('string'),
    enum: z.array(z.string().max(1000)).min(1).max(1000).meta({ uniqueItems: true }),
  }),
  z.strictObject({ type: z.literal('string'), maxLength: z.int().min(1).max(10_000) }),
  z
    .strictObject({ type: z.literal('integer'), minimum: z.int(), maximum: z.int() })
    .refine(({ minimum, maximum }) => minimum <= maximum),
  z.strictObject({ type: z.literal('boolean') }),
]);

/** `output_schema` of an agent: an object at the top. */
export const WrittenOutputSchema = object();

/** The advice for a place within `output_schema`; undefined for another one. */
export function outputSchemaAdvice(path: Path): Advice | undefined {
  if (path[0] !== 'agents' || path[2] !== 'output_schema') return undefined;
  return {
    wants:
      '{ type: object, properties: … } at the top; below it also { type: array, items: …, maxItems: 10 }, ' +
      '{ type: string, enum: [a, b] }, { type: string, maxLength: 200 }, { type: integer, minimum: 0, maximum: 9 } ' +
      'and { type: boolean }, with these keys and no others',
  };
}
