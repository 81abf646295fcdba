import { codesOf } from './known/bytes.ts';
import type { Finding } from './scan.ts';
import { alphabetOf, endOfRun, nextRun } from './views/symbols.ts';

const SHORTEST = 24;
/** As much of a long run as is judged at a time. */
const LONGEST = 500;
/** What runs are made of. */
const SYMBOLS = alphabetOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-');
/** Names of what people assign secrets to, and the value. */
const ASSIGNED =
  /(?:passw(?:or)?d|secret|token|api[_-]?key|access[_-]?key|credential)s?["'`*]{0,3}\s{0,3}[:=]\s{0,3}["'`*]{0,3}(?<value>[^\s"'`,;<>(){}[\]$\\|*]{10,200})/gi;
/** Ids and digests that are public: of the protocol, of packages, of data in an address. */
const PUBLIC_BEFORE = /(?:sha\d{1,3}[-:=]|base64,|\b(?:srvtoolu|toolu|msg|req|call|resp)_|[./])$/i;
const PUBLIC = /^(?:srvtoolu|toolu|msg|req|call|resp)_|^sha\d{1,3}-|[_-]{2}|\//i;
/** GitHub's older node ids: base64 of `010:Repository1296269`. */
const NODE_ID = /^MD(?:[EIM][w-z0-5]O|[AEIMQUYcgk]6)/;
const SEPARATORS = /[-_]/g;

/**
 * Values that are random enough to be secrets of a kind nobody wrote down. For posted text only: code and
 * logs are full of digests. Masked and never withheld, since this is a guess.
 */
export function findGeneric(text: string): Finding[] {
  return [...randomRuns(text), ...assignedValues(text)];
}

function randomRuns(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { run, index } of runsIn(text)) {
    if (PUBLIC.test(run) || PUBLIC_BEFORE.test(text.slice(Math.max(0, index - 12), index))) continue;
    if (NODE_ID.test(run)) continue;
    // Words with dashes or underscores between them change over at each, and are no keys.
    const plain = run.replace(SEPARATORS, '');
    if (isMixed(run) && changes(plain) >= plain.length / 3) {
      found.push({ start: index, end: index + run.length, kind: 'random-value', canary: false });
    }
  }
  return found;
}

/** Runs of symbols, in pieces where they are long, with the padding of base64 behind. */
function* runsIn(text: string): Generator<{ run: string; index: number }> {
  const codes = codesOf(text);
  for (let start = nextRun(codes, SYMBOLS, 0, SHORTEST); start < text.length;) {
    const end = endOfRun(codes, SYMBOLS, start + SHORTEST);
    for (; end - start >= SHORTEST; start += LONGEST) {
      const last = Math.min(end, start + LONGEST);
      yield { run: text.slice(start, last + (last === end ? padding(text, end) : 0)), index: start };
    }
    start = nextRun(codes, SYMBOLS, end, SHORTEST);
  }
}

function padding(text: string, at: number): number {
  return text[at] !== '=' ? 0 : text[at + 1] !== '=' ? 1 : 2;
}

function assignedValues(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { 0: assigned, groups, index } of text.matchAll(ASSIGNED)) {
    const value = groups?.['value'] ?? '';
    const end = index + assigned.length;
    const start = end - value.length;
    if (/^[A-Za-z]{1,200}\./.test(value)) continue;
    if (/[A-Za-z]/.test(value) && /\d/.test(value) && changes(value) >= value.length / 4) {
      found.push({ start, end, kind: 'assigned-secret', canary: false });
    }
  }
  return found;
}

function isMixed(run: string): boolean {
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d[^\d]{1,40}\d/.test(run) && new Set(run).size >= 12;
}

/** How often small letters, capitals and digits change over: words seldom do, keys often. */
function changes(text: string): number {
  const kinds = Array.from(text, (character) =>
    /[a-z]/.test(character) ? 1 : /[A-Z]/.test(character) ? 2 : 3,
  );
  return kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
}
