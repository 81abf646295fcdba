const ESC = '\u001B';
const BELL = '\u0007';
/** CSI sequences, OSC strings (titles, links) with their end, and two-character escapes. */
const ESCAPE_SEQUENCE = new RegExp(
  `${ESC}(?:\\[[0-?]{0,64}[ -/]{0,16}[@-~]|\\][^${BELL}${ESC}]{0,2000}(?:${BELL}|${ESC}\\\\)?|[@-Z\\\\^_])`,
  'g',
);
const CONTROL = /(?![\n\t])\p{Cc}/gu;
const HIDDEN = /[\u2028\u2029\uFFF9-\uFFFB]|(?!\uFE0F)\p{Default_Ignorable_Code_Point}/gu;

/**
 * Text for a log that the runner reads for commands. `::` and `##[` get a space, so that no line is a
 * command and a reader still sees what was there; terminal sequences go; other control and hidden
 * characters show as `<U+202E>`. Line feeds and tabs stay; a carriage return cannot overwrite a line.
 */
export function logText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n/g, '\n')
    .replace(ESCAPE_SEQUENCE, '')
    .replace(CONTROL, codePoint)
    .replace(HIDDEN, codePoint)
    .replace(/:(?=:)/g, ': ')
    .replace(/##(?=\[)/g, '## ');
}

/** A text without the sequences that colour a terminal, move in it or name its window. */
export function withoutEscapes(text: string): string {
  return text.replace(ESCAPE_SEQUENCE, '');
}

function codePoint(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `<U+${hex}>`;
}
