import { z } from 'zod';

/** Text of several lines, with something in it. */
export const longText = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/\S/)
    .refine((text) => text.isWellFormed(), 'is not Unicode');

/** Text on one line, without control characters. */
export const oneLine = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^(?!\s*$)[^\p{Cc}\u2028\u2029]+$/u)
    .refine((text) => text.isWellFormed(), 'is not Unicode');

/** A path below the top of the repository: no `.` or `..`, no empty segment, no back-slash, no control character. */
export const repositoryPath = z
  .string()
  .max(1000)
  .regex(/^(?!\/)(?:(?!\.{1,2}(?:\/|$))[^/\\\p{Cc}]+(?:\/(?!$)|$))+$/u)
  .refine((path) => path.isWellFormed(), 'is not Unicode');

export const lineNumber = z.int().min(1).max(10_000_000);

/** A list in words, each entry with its number, that stays readable whatever is in it. */
export function numbered(problems: readonly string[], most = 10): string {
  const shown = problems.slice(0, most);
  return [...shown, ...(problems.length > most ? [`and ${problems.length - most} more`] : [])].join('; ');
}
