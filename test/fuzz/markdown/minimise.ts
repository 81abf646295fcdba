/** The shortest text that still `fails` and that leaving out pieces of this one leads to. */
export function minimised(text: string, fails: (text: string) => boolean): string {
  let best = Array.from(text);
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length;) {
      const shorter = [...best.slice(0, at), ...best.slice(at + size)];
      if (fails(shorter.join(''))) best = shorter;
      else at += size;
    }
  }
  return best.join('');
}
