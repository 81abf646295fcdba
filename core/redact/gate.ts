import { makeSeal, type Sealed } from '../seal.ts';
import { type Document } from './document.ts';

/** Text that may leave. Made here and nowhere else; writers accept nothing else. */
export type Outbound = Sealed<'Outbound'>;

/** Where a text is going. */
export type Sink = 'comment' | 'summary' | 'output' | 'log' | 'annotation' | 'artifact' | 'audit';

/** The gate kept a text back. Never holds the value that was found. */
export type Withheld = { withheld: true; because: string; kinds: string[] };

/** Values by name. Canaries are planted fakes: one hit, in any form, means the agent is compromised. */
export type KnownSecrets = {
  readonly secrets: Readonly<Record<string, string>>;
  readonly canaries?: Readonly<Record<string, string>>;
};

/** `allowedHosts`: links to these stay links. `except`: logins that may be mentioned. Both empty by default. */
export type GateOptions = { readonly allowedHosts?: readonly string[]; readonly except?: readonly string[] };

type Passed = { readonly text: string; readonly counts: Readonly<Record<string, number>> };
const outbound = makeSeal<'Outbound', Passed>('Outbound');

/** The one way out. Never throws: an error inside withholds the text. */
export function gate(
  text: string | Document,
  sink: Sink,
  known: KnownSecrets,
  options: GateOptions = {},
): Outbound | Withheld {
  void [text, sink, known, options];
  return { withheld: true, because: 'The gate is not finished.', kinds: ['unfinished'] };
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

/** The text, or, when it was withheld, the fixed notice that says so. */
export function orNotice(result: Outbound | Withheld, sink: Sink, jobId?: string): Outbound {
  void [sink, jobId];
  return isWithheld(result) ? outbound.seal({ text: 'withheld', counts: {} }) : result;
}
