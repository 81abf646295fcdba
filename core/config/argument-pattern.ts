/** With these bounds a value that was made to take long takes a few milliseconds; a test shows it. */
const MOST_REPEATS = 3;

/** The most characters of a value that is held against a pattern. */
export const LONGEST_MATCHED = 256;

/** What is wrong with a pattern, as part of a sentence; null for nothing. */
export function problemOfPattern(pattern: string): string | null {
  const plain = pattern.replaceAll(/\\./gsu, '');
  if (/[()]/.test(pattern)) return 'holds parentheses, with which matching may take for ever';
  if ((plain.match(/[*+?{]/g) ?? []).length > MOST_REPEATS)
    return `repeats more than ${MOST_REPEATS} times (* + ? {), with which matching may take for ever`;
  try {
    anchored(pattern);
    return null;
  } catch {
    return 'is no regular expression';
  }
}

/** Whether all of a value fits a pattern. */
export function fitsPattern(pattern: string, value: string): boolean {
  return value.length <= LONGEST_MATCHED && anchored(pattern).test(value);
}

function anchored(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u');
}
