const HEX = '0123456789abcdefABCDEF';
/** What may follow a sign that begins an escape; anything after a backslash. */
const FOLLOWERS = { '%': HEX, '=': `${HEX}\r\n`, '&': '#abcdefghijklmnopqrstuvwxyz', '<': 'U' };
const ANYTHING = 1;

/** A bit for each sign that may begin an escape, and for each byte the bits of the signs that it may follow. */
const STARTS = new Uint8Array(256);
const FOLLOWS = new Uint8Array(256).fill(ANYTHING);
STARTS['\\'.charCodeAt(0)] = ANYTHING;
Object.entries(FOLLOWERS).forEach(([sign, followers], index) => {
  const bit = ANYTHING << (index + 1);
  STARTS[sign.charCodeAt(0)] = bit;
  for (const follower of followers)
    FOLLOWS[follower.charCodeAt(0)] = (FOLLOWS[follower.charCodeAt(0)] as number) | bit;
});

/**
 * The next place from another on where an escape may begin; the length of the text where there is none. Most signs
 * that could begin one do not: what follows them tells.
 */
export function nextEscape(text: Uint8Array, from: number): number {
  let at = from;
  while (at < text.length && !mayBeEscape(text, at)) at++;
  return at;
}

/** Whether one may begin here. */
export function mayBeEscape(text: Uint8Array, at: number): boolean {
  const start = STARTS[text[at] as number] as number;
  if (start === 0) return false;
  const follows = at + 1 < text.length ? (FOLLOWS[text[at + 1] as number] as number) : ANYTHING;
  return (follows & start) !== 0;
}
