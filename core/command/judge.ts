import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { effort } from './effort.ts';
import type { Candidate } from './outline.ts';

/**
 * The parser needs time that grows with the square of hostile input, so it only ever sees this much. Honest
 * comments stay far below: a window starts anew after every empty line that an unindented line follows. All that is
 * parsed of one comment costs at most `effort`, in the unit of `effort.ts`, less than half of the time that there is.
 */
const limits = { before: 2048, line: 512, shaping: 12, inline: 4096, effort: 400, column: 24 };

/** What the Markdown tree says: where the command lines start, and whether some line was too costly to judge. */
export type Judged = { commands: number[]; unclear: boolean };

/**
 * Finds which candidates start a line of a top-level paragraph, outside inline code, links and HTML. Stops at
 * the second command, and at work that honest comments never need.
 */
export function judge(body: string, candidates: Iterable<Candidate>): Judged {
  const commands: number[] = [];
  let unclear = false;
  const purse = { left: limits.effort };
  for (const candidate of candidates) {
    const verdict = judgeOne(body, candidate, purse);
    if (verdict === 'command') commands.push(candidate.start);
    if (verdict === 'unclear') unclear = true;
    if (unclear || commands.length > 1) break;
  }
  return { commands, unclear };
}

/** What may still be spent on parsing; false when a text costs more. */
function pays(purse: { left: number }, text: string): boolean {
  purse.left -= effort(text);
  return purse.left >= 0;
}

function judgeOne(
  body: string,
  candidate: Candidate,
  purse: { left: number },
): 'command' | 'other' | 'unclear' {
  const before = candidate.start - candidate.windowStart;
  if (before > limits.before) return 'unclear';
  const head = body.slice(candidate.windowStart, candidate.start);
  if (tooDeep(head) || misread.test(head)) return 'unclear';
  const lines = linesFrom(body, candidate.start);
  const shaping = telling(lines).slice(0, limits.shaping);
  const text = withoutMark(
    head + [lines[0], ...shaping].map((line = '') => line.slice(0, limits.line)).join('\n'),
  );
  if (!pays(purse, text)) return 'unclear';
  const slash = text.indexOf('/', before);
  const block = nodeAt(blocks(text), slash);
  if (block?.type !== 'paragraph') return 'other';
  if (!/[`[<]/.test(text.slice(block.start, slash))) return 'command';
  const whole = withoutMark(head + lines.join('\n'));
  if (whole.length > limits.inline || !pays(purse, whole)) return 'unclear';
  return isPlainText(whole, slash) ? 'command' : 'other';
}

/** Behind indented code and an empty line the parser takes for a paragraph what GitHub takes for a list. */
const misread = /^(?: {4}|\t)[^\n]*\n(?:[ \t]*\n)+ {0,3}(?!1[.)])\d{1,9}[.)](?:[ \t]|$)/m;

/** A byte order mark at the start would be dropped by the parser and shift every offset. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? `\u2060${text.slice(1)}` : text;
}

/** A marker far to the right means containers in containers in containers: the parser's worst case. */
function tooDeep(text: string): boolean {
  return text.split('\n').some((line) => {
    const prefix = /^(?:[ \t>]|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*/.exec(line)?.[0] ?? '';
    return /[^ \t]/.test(prefix.slice(limits.column));
  });
}

/** The lines from `start` to where the paragraph surely ends, or a little more than an inline parse may see. */
function linesFrom(body: string, start: number): string[] {
  const lines: string[] = [];
  for (let at = start; at < body.length && at - start <= limits.inline;) {
    const next = body.indexOf('\n', at);
    const end = next === -1 ? body.length : next;
    const line = body.slice(at, end);
    if (at > start && !isUnderline(line) && interrupts(line)) break;
    lines.push(line);
    if (at > start && isUnderline(line)) break;
    at = end + 1;
  }
  return lines;
}

/**
 * The lines below that can make the command line something else, a heading or a table's first row, and those
 * that can prevent it. The plain lines between them change nothing, and leaving them out saves most of the work.
 */
function telling(lines: readonly string[]): string[] {
  return lines.slice(1).filter((line, index) => {
    const next = lines[index + 2] ?? '';
    return isUnderline(line) || isRule(line) || isRule(next) || /^ {0,3}</.test(line);
  });
}

/** The row between a table's head and its body. */
function isRule(line: string): boolean {
  return line.includes('-') && /^[-|: \t]*$/.test(line);
}

function isUnderline(line: string): boolean {
  return /^ {0,3}(?:=+|-+)[ \t]*$/.test(line);
}

function interrupts(line: string): boolean {
  return /^[ \t]*$|^ {0,3}(?:>|#{1,6}(?:[ \t]|$)|`{3,}[^`]*$|~{3}|[-+*][ \t]|1[.)][ \t]|\[\^[^\]\s]+\]:|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$)/.test(
    line,
  );
}

type Piece = { type: string; start: number; end: number };

const { document, flow } = gfm();
/** Emphasis, images and autolinks never span a command line; leaving them out keeps the parse cheap. */
const alwaysOff = ['attention', 'autolink', 'characterReference', 'hardBreakEscape', 'labelStartImage'];
const inlineOff = ['codeText', 'htmlText', 'labelEnd', 'labelStartLink', 'characterEscape'];

function tree(text: string, off: string[]) {
  return fromMarkdown(text, {
    extensions: [{ document: document ?? {}, flow: flow ?? {}, disable: { null: off } }],
    mdastExtensions: [gfmFromMarkdown()],
  });
}

function blocks(text: string): Piece[] {
  return tree(text, [...alwaysOff, ...inlineOff]).children.map(piece);
}

/** Parses code, links and HTML too, and tells whether the offset is in none of them. */
function isPlainText(text: string, offset: number): boolean {
  const block = tree(text, alwaysOff).children.find((node) => covers(piece(node), offset));
  return block?.type === 'paragraph' && nodeAt(block.children.map(piece), offset)?.type === 'text';
}

type Positioned = { type: string; position?: { start: { offset?: number }; end: { offset?: number } } };

function piece(node: Positioned): Piece {
  return { type: node.type, start: node.position?.start.offset ?? -1, end: node.position?.end.offset ?? -1 };
}

function nodeAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  return pieces.find((one) => covers(one, offset));
}

function covers({ start, end }: Piece, offset: number): boolean {
  return start <= offset && offset < end;
}
