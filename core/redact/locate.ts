import type { Range } from './kinds/kind.ts';

/**
 * The smallest stretch of bytes in which a search still finds what it finds in all of them: by halves from the end,
 * then from the start. Null when it finds nothing.
 */
export function locate(bytes: Uint8Array, isFound: (part: Uint8Array) => boolean): Range | null {
  if (!isFound(bytes)) return null;
  const end = least(bytes.length, (length) => isFound(bytes.slice(0, length)));
  const length = least(end, (size) => isFound(bytes.slice(end - size, end)));
  return { start: end - length, end };
}

/** The smallest number up to `most` for which it holds, if it holds for all that are larger. */
function least(most: number, holds: (size: number) => boolean): number {
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
