import type { OutputSchema } from '../../config/output-schema.ts';

/** Unicode scalar values: what a character of a string may be. */
const CHARACTERS = 0x110000 - 2048;

/** How many bits an answer can carry: the binary logarithm of the number of documents that a schema allows. */
export function bitsOf(schema: OutputSchema): number {
  switch (schema.type) {
    case 'object':
      return Object.values(schema.properties).reduce((sum, value) => sum + bitsOf(value), 0);
    case 'array':
      return bitsOfUpTo(schema.maxItems, bitsOf(schema.items));
    case 'string':
      return 'enum' in schema
        ? Math.log2(schema.enum.length)
        : bitsOfUpTo(schema.maxLength, Math.log2(CHARACTERS));
    case 'integer':
      return Math.log2(schema.maximum - schema.minimum + 1);
    case 'boolean':
      return 1;
  }
}

/** Of all lists of 0 to `most` things that carry `each` bits: log2 of 1 + 2^each + … + 2^(most × each). */
function bitsOfUpTo(most: number, each: number): number {
  if (each === 0) return Math.log2(most + 1);
  // Taken out of the sum, its largest term cannot overflow.
  return most * each + Math.log2((1 - 2 ** (-each * (most + 1))) / (1 - 2 ** -each));
}
