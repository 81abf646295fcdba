/** Bots that are called by name, and their words. What a text ends before may stand in the next block, or in bold. */
const CALLED = String.raw`bors:?(?:\s{1,20}(?:r|d|p|merge|try|retry|delegate|cancel|ping)\b|(?=\s{0,20}$))|recheck(?=[^\S\n]{0,200}(?:$|\n))`;
/** A slash may end the text when its word stands in bold. In text a dot or a bang may stand for the slash; in code these are selectors and negations. */
const IN_TEXT = new RegExp(
  String.raw`(^|\n)(\s*)(\/(?:[A-Za-z]\S{0,200}|$)|[.!][A-Za-z][\w-]{0,60}|${CALLED})`,
  'gi',
);
/** A path such as /usr/bin or /etc.conf is none. Whatever space of any script stands before it, programs leave out. */
const IN_CODE = new RegExp(
  String.raw`^([^\S\n]{0,65536})(\/[A-Za-z][\w-]{0,60}(?![\w/-]|\.\w)|${CALLED})`,
  'gim',
);

/** Where bots would see a command in text. `startsLine`: the text stands at the start of a block or line. */
export function commandsIn(text: string, startsLine: boolean): Array<[number, number]> {
  const ranges: Array<[number, number]> = [];
  if (!startsLine && !text.includes('\n')) return ranges;
  for (const { index, 0: whole, 1: end = '', 2: space = '' } of text.matchAll(IN_TEXT)) {
    if (!startsLine && end === '' && !space.includes('\n')) continue;
    ranges.push([index + end.length + space.length, index + whole.length]);
  }
  return ranges;
}

/** Code whose lines no bot takes for commands: those that read comments as they were written look there, too. */
export function withoutCommands(code: string): string {
  return code.replace(IN_CODE, '$1› $2');
}
