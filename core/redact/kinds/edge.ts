const [BACKSLASH, PERCENT, U] = [92, 37, 117];
const ALPHANUMERIC = tableOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const ESCAPED = tableOf('nrtbf');

/** Whether a word can begin here: after no letter or digit, or after an escape (`\\n`, `%3D`, `\\u003d`). */
export function isEdge(codes: Uint8Array, at: number): boolean {
  if (at === 0 || ALPHANUMERIC[codes[at - 1] as number] === 0) return true;
  return (
    (codes[at - 2] === BACKSLASH && ESCAPED[codes[at - 1] as number] === 1) ||
    codes[at - 3] === PERCENT ||
    (codes[at - 6] === BACKSLASH && codes[at - 5] === U)
  );
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
