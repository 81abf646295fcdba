/** A line of a diff in a terminal, and where it stands: on the side LEFT when deleted, else RIGHT. */
type Row = { text: string; side: 'LEFT' | 'RIGHT'; line: number };

/**
 * The hunks of one file, line by line, each with its number, and under each line what `under` says of it. `patch` as
 * the API shows it: from the first `@@` on.
 */
export function diffView(patch: string, under: (side: 'LEFT' | 'RIGHT', line: number) => string[]): string {
  return rowsOf(patch)
    .flatMap(({ text, side, line }) => {
      const number = line === 0 ? '' : String(line);
      return [`${number.padStart(4)} ${text}`.trimEnd(), ...(line === 0 ? [] : under(side, line))];
    })
    .join('\n');
}

/** Heads of hunks, and remarks such as that of a missing last newline, have the number 0. */
function rowsOf(patch: string): Row[] {
  let [left, right] = [0, 0];
  return patch.split('\n').map((text): Row => {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text);
    if (head) [left, right] = [Number(head[1]), Number(head[2])];
    else if (text.startsWith('-')) return { text, side: 'LEFT', line: left++ };
    else if (text.startsWith('+')) return { text, side: 'RIGHT', line: right++ };
    else if (text.startsWith(' ')) {
      left += 1;
      return { text, side: 'RIGHT', line: right++ };
    }
    return { text, side: 'RIGHT', line: 0 };
  });
}
