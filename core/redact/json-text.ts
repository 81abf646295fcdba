/**
 * Applies `change` to every string of a JSON text, keys included, and keeps it JSON. Text that is one
 * JSON value per line is treated line by line; a line with nothing to change keeps its bytes. Returns
 * null when the text is not JSON.
 */
export function overJsonStrings(text: string, change: (value: string) => string): string | null {
  const whole = overValue(text, change);
  if (whole !== null) return whole;
  const lines = text.split('\n').map((line) => (line.trim() === '' ? line : overValue(line, change)));
  return lines.every((line) => line !== null) ? lines.join('\n') : null;
}

function overValue(text: string, change: (value: string) => string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' && typeof value !== 'string') return text;
  const changed = rebuilt(value, change);
  if (same(value, changed)) return text;
  const space = /^\s*[{[]\n(\s{1,10})/.exec(text)?.[1] ?? '';
  return JSON.stringify(changed, null, space);
}

function rebuilt(value: unknown, change: (value: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => rebuilt(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [change(key), rebuilt(item, change)] as const);
  return Object.fromEntries(entries);
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
