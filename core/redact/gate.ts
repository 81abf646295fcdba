import { makeSeal, type Sealed } from '../seal.ts';
import { compose } from './compose.ts';
import { piecesOfDocument, type Document, type Piece } from './document.ts';
import type { Allowed } from './inert-text.ts';
import { overJsonStrings } from './json-text.ts';
import { logText } from './log-text.ts';
import { markText, type Mark } from './mark.ts';
import { renderedText } from './markdown.ts';
import type { Inflate } from './known/inflated.ts';
import type { Ledger } from './known/ledger.ts';
import { Kept, makeRedactor, type Redactor } from './redactor.ts';
import { noticePage, reportPage } from './report-page.ts';
import type { Allows } from './scan.ts';

/** Text that may leave. Made here and nowhere else; writers accept nothing else. */
export type Outbound = Sealed<'Outbound'>;

/** Where a text is going. */
export type Sink =
  | 'comment'
  | 'summary'
  | 'output'
  | 'log'
  | 'annotation'
  | 'artifact'
  | 'audit'
  | 'report'
  | 'session';

/** The gate kept a text back. Never holds the value that was found. */
export type Withheld = { withheld: true; because: string; kinds: string[] };

/** Values by name. Canaries are planted fakes: one hit, in any form, means the agent is compromised. */
export type KnownSecrets = {
  readonly secrets: Readonly<Record<string, string>>;
  readonly canaries?: Readonly<Record<string, string>>;
};

/**
 * `allowedHosts`: links to these stay links. `except`: logins that may be mentioned. `ledger`: adds up the
 * pieces of known values over all texts of a job. `inflate`: undoes compressions. `allows`: tells what only
 * looks like a secret. `onShape`: what becomes of a text with something that does. None by default, and masked.
 */
export type GateOptions = {
  readonly allowedHosts?: readonly string[];
  readonly except?: readonly string[];
  readonly ledger?: Ledger;
  readonly inflate?: Inflate;
  readonly allows?: Allows;
  readonly onShape?: 'mask' | 'withhold';
};

type Passed = { readonly text: string; readonly counts: Readonly<Record<string, number>> };
const outbound = makeSeal<'Outbound', Passed>('Outbound');

/** What is written line by line while the agent waits: it is not turned every way, which would take many times as long. */
const LINES: ReadonlySet<Sink> = new Set(['log', 'annotation', 'audit']);

/**
 * The one way out. A known value or a token shape in plain sight is replaced by `[redacted: NAME]`; a
 * canary, or a value behind a disguise, withholds the whole text. Comments and summaries also lose
 * everything active, logs their commands. A plain string is a stranger's throughout. Never throws: an
 * error inside withholds.
 */
export function gate(
  text: string | Document,
  sink: Sink,
  known: KnownSecrets,
  options: GateOptions = {},
): Outbound | Withheld {
  try {
    const redactor = redactorFor(known, sink, options);
    const out = forSink(text, sink, redactor, allowedBy(options));
    redactor.checkWritten(out);
    if (isPosted(sink)) redactor.checkRendered(renderedText(out));
    redactor.settle(out);
    return outbound.seal({ text: out, counts: Object.fromEntries(redactor.counts) });
  } catch (error) {
    if (error instanceof Kept) return { withheld: true, because: error.message, kinds: error.kinds };
    return { withheld: true, because: 'The text could not be checked for secrets.', kinds: ['gate-error'] };
  }
}

/** Tells a withheld text from one that may leave. */
export function isWithheld(value: unknown): value is Withheld {
  return typeof value === 'object' && value !== null && (value as Withheld).withheld === true;
}

/** The text itself, for the writers in `edge/`. Throws for anything the gate did not make. */
export function reveal(token: Outbound): string {
  return outbound.open(token).text;
}

/** How much was masked, by kind. */
export function counts(token: Outbound): Record<string, number> {
  return { ...outbound.open(token).counts };
}

/** The same as a list, in no order. */
export function maskedIn(token: Outbound): { kind: string; count: number }[] {
  return Object.entries(counts(token)).map(([kind, count]) => ({ kind, count }));
}

/** The text, or, when it was withheld, the fixed notice that says so, with its mark. JSON sinks get a JSON object. */
export function orNotice(result: Outbound | Withheld, sink: Sink, mark?: Mark): Outbound {
  if (!isWithheld(result)) return result;
  const notice =
    'This text was withheld: it held a secret in a disguised form, or could not be checked. ' +
    'The audit log of the run names what was found; treat the secret as exposed to the agent and rotate it.';
  const json = JSON.stringify({ withheld: true, notice });
  if (sink === 'report') return outbound.seal({ text: noticePage(notice), counts: {} });
  const marker = mark === undefined ? '' : markText(mark);
  const comment = isPosted(sink) ? `${notice}${marker}` : notice;
  return outbound.seal({ text: sink === 'artifact' || sink === 'audit' ? json : comment, counts: {} });
}

function redactorFor(known: KnownSecrets, sink: Sink, options: GateOptions): Redactor {
  const { inflate, ledger, allows, onShape } = options;
  const effort = LINES.has(sink) ? 'line' : 'posted';
  return makeRedactor(known, { inflate, ledger, allows, onShape, effort, isPosted: isPosted(sink) });
}

function isPosted(sink: Sink): boolean {
  return sink === 'comment' || sink === 'summary';
}

function forSink(text: string | Document, sink: Sink, redactor: Redactor, allowed: Allowed): string {
  const pieces = typeof text === 'string' ? null : piecesOfDocument(text);
  const strangers: readonly Piece[] = pieces ?? [{ as: 'markdown', text: text as string }];
  switch (sink) {
    case 'comment':
    case 'summary':
      return composed(strangers, redactor, allowed);
    case 'log':
    case 'annotation':
      return logText(redactor.redact(logText(plainOf(text, pieces))));
    case 'artifact':
    case 'audit':
    case 'session': {
      const plain = plainOf(text, pieces);
      return overJsonStrings(plain, redactor.redact) ?? redactor.redact(plain);
    }
    case 'report':
      return reportPage(plainOf(text, pieces), redactor.redact);
    default:
      return redactor.redact(plainOf(text, pieces));
  }
}

/** Disguises are looked for before anything is rewritten: defanging or cutting must not break them up. */
function composed(pieces: readonly Piece[], redactor: Redactor, allowed: Allowed): string {
  for (const piece of pieces) {
    if (piece.as !== 'literal') redactor.check(redactor.masked(piece.text));
  }
  return compose(pieces, allowed, redactor.redact, redactor.shows);
}

/** A document for a sink that is no Markdown: its words, one after another. */
function plainOf(text: string | Document, pieces: readonly Piece[] | null): string {
  return pieces === null ? (text as string) : pieces.map((piece) => piece.text).join('');
}

function allowedBy(options: GateOptions): Allowed {
  const lower = (values: readonly string[] = []) => new Set(values.map((value) => value.toLowerCase()));
  return { hosts: lower(options.allowedHosts), logins: lower(options.except) };
}
