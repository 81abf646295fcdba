const CONTROL = /(?![\n\t])\p{Cc}/gu;
const HIDDEN = /[\u2028\u2029\uFFF9-\uFFFB]|(?!\uFE0F)\p{Default_Ignorable_Code_Point}/gu;

/** A text as a page may show it: characters that would hide something or turn a line around show as `<U+202E>`. */
export function visible(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(CONTROL, codePoint).replace(HIDDEN, codePoint);
}

/** The same on one line of at most `most` characters. */
export function visibleLine(text: string, most = 200): string {
  // What is cut off need not be looked at; an escape sequence is no longer than this.
  const line = visible(text.slice(0, most * 4))
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most).toWellFormed()}…`;
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `<U+${hex}>`;
}
