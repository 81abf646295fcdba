/**
 * A line that may be a command, found without parsing Markdown. Markdown parsers need seconds for 64 KB of
 * hostile nesting, so a linear scan follows what can span an empty line (fences, long HTML blocks, HTML
 * elements such as <details>) and leaves the rest to a real parse of a small window (judge.ts).
 */
export type Candidate = {
  /** Where the line starts. */
  start: number;
  /** Where a parse may start: an unindented line at which no list, quote, fence or comment is open. */
  windowStart: number;
};

const commandWord = /^[ \u00a0]{0,3}\/dispatch/i;
const afterWord = /^(?:$|[\s\p{Cc}\p{Cf}\p{Z}])/u;

/** The offset behind `/dispatch` when the line starts with that word, else -1. Other slashes don't count. */
export function behindCommandWord(line: string): number {
  if (!line.includes('/')) return -1;
  const match = commandWord.exec(line);
  return match && afterWord.test(line.slice(match[0].length, match[0].length + 2)) ? match[0].length : -1;
}

/** Cheap test for the many comments that hold no command at all. */
export function mayHoldCommand(body: string): boolean {
  return /(?:^|\n)[ \u00a0]{0,3}\/dispatch/i.test(body);
}

/**
 * Finds the candidate lines of a body whose line endings are all LF, one after the other. Linear in the body's length;
 * what nobody asks for, and what is below the last of them, is not looked at.
 */
export function* outline(body: string): Generator<Candidate, void> {
  const state: State = {
    region: null,
    windowStart: 0,
    fresh: true,
    frozen: false,
    list: false,
    html: false,
    open: new Map(),
  };
  const last = lastPossible(body);
  for (let start = 0; start <= last;) {
    const next = body.indexOf('\n', start);
    const end = next === -1 ? body.length : next;
    if (end === start) {
      // An empty line ends no region; floods of them are passed over quickly.
      if (!state.region) blank(state);
      start = end + 1;
      continue;
    }
    const line = body.slice(start, end);
    const reachable = step(state, line, start);
    if (reachable && state.open.size === 0 && behindCommandWord(line) !== -1) {
      yield { start, windowStart: state.windowStart };
    }
    start = end + 1;
  }
}

/** Where the last line starts that may be a command; -1 when there is none. */
function lastPossible(body: string): number {
  let last = -1;
  for (const { index } of body.matchAll(/(?<=^|\n)[ \u00a0]{0,3}\/dispatch/gi)) last = index;
  return last;
}

/** An open block that an empty line does not end; each knows the line that ends it. */
type Region = { endedBy: (line: string) => boolean };

type State = {
  region: Region | null;
  windowStart: number;
  /** No paragraph is open: the line before was empty or ended a region. */
  fresh: boolean;
  /** We can no longer tell what is open, so the window must keep its start. */
  frozen: boolean;
  /** A list item or footnote started in this window and may contain indented lines. */
  list: boolean;
  /** An HTML block may be open, until the next empty line. */
  html: boolean;
  /** HTML elements that are open, with their depth. */
  open: Map<string, number>;
};

/** Nothing is open behind an empty line but a region. */
function blank(state: State): void {
  state.fresh = true;
  state.html = false;
}

/** Moves over one line; true when the line is not inside a fence or a long HTML block. */
function step(state: State, line: string, start: number): boolean {
  if (state.region) {
    if (state.region.endedBy(line)) Object.assign(state, { region: null, fresh: true, html: false });
    return false;
  }
  if (/^[ \t]*$/.test(line)) {
    blank(state);
    return false;
  }
  const indent = columns(line);
  if (state.fresh && indent <= 1 && !state.frozen) {
    state.windowStart = start;
    state.list = false;
  }
  state.fresh = false;
  if (indent > 3) return false;
  const text = withoutIndent(line);
  // Most lines start with none of these: the expressions below would only find that out one by one.
  if (/^[`~<]/.test(text)) {
    const region = opens(text);
    if (region) return enter(state, region, indent);
  }
  if (/^(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)|^\[\^/.test(text)) state.list = true;
  if (text.startsWith('<')) state.html = true;
  if (state.html && !(state.list && indent >= 2) && TAG.test(text)) countTags(state.open, text);
  return true;
}

/** A fence or comment opens here, unless a list item or HTML block may contain it: then we stop guessing. */
function enter(state: State, region: Region, indent: number): boolean {
  if (state.html || (state.list && indent >= 2)) state.frozen = true;
  else if (!state.frozen) state.region = region;
  return false;
}

function opens(text: string): Region | null {
  const fence = /^(`{3,})[^`]*$|^(~{3,})/.exec(text);
  const run = fence?.[1] ?? fence?.[2];
  if (run !== undefined) return { endedBy: (line) => closesFence(line, run) };
  for (const [start, end] of longHtml) {
    const opening = start.exec(text);
    if (!opening) continue;
    return end.test(text.slice(opening[0].length)) ? null : { endedBy: (line) => end.test(line) };
  }
  return null;
}

/** HTML blocks that may hold empty lines, as CommonMark 4.6 lists them: how they start and end. */
const longHtml: readonly [start: RegExp, end: RegExp][] = [
  [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  // `<!-->` ends where it starts, hence the short match.
  [/^<!-(?=-)/, /-->/],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![a-z]/i, />/],
];

function closesFence(line: string, run: string): boolean {
  const [, found = ''] = /^(`{3,}|~{3,})[ \t]*$/.exec(withoutIndent(line)) ?? [];
  return columns(line) <= 3 && found.length >= run.length && found.charAt(0) === run.charAt(0);
}

/** Only spaces and tabs indent a line: behind another blank character, such as one that does not break, nothing opens or closes. */
function withoutIndent(line: string): string {
  return line.replace(/^[ \t]+/, '');
}

const containers = new Set(
  (
    'details summary blockquote q code samp kbd table ul ol dl div section article aside figure ' +
    'h1 h2 h3 h4 h5 h6 del ins s strike sub sup'
  ).split(' '),
);

/** Without one there is nothing to count, whatever is a comment. */
const TAG = /<\/?[a-z]/i;

function countTags(open: Map<string, number>, text: string): void {
  for (const [, slash, name = ''] of withoutComments(text).matchAll(/<(\/?)([a-z][a-z0-9]*)(?=[\s/>]|$)/gi)) {
    const element = name.toLowerCase();
    if (!containers.has(element)) continue;
    const depth = (open.get(element) ?? 0) + (slash ? -1 : 1);
    if (depth > 0) open.set(element, depth);
    else open.delete(element);
  }
}

/** Comments on one line go; nothing in them is an element. */
function withoutComments(text: string): string {
  return text
    .split('-->')
    .map((part) => part.split('<!--', 1)[0] ?? '')
    .join(' ');
}

/** The columns of white space a line starts with; a tab reaches the next multiple of four. */
function columns(line: string): number {
  let count = 0;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === ' ') count += 1;
    else if (line[at] === '\t') count += 4 - (count % 4);
    else break;
  }
  return count;
}
