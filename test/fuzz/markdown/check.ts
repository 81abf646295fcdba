import { compose } from '../../../core/redact/compose.ts';
import { gate, isWithheld, reveal, type GateOptions } from '../../../core/redact/gate.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';
import { byCmark } from './cmark.ts';
import { documentMaker } from './grammar.ts';
import { mutated } from './mutate.ts';
import type { Harmless } from './danger.ts';
import { dangersIn } from './oracle.ts';
import { seenIn } from './page.ts';
import { readTricks } from './tricks.ts';

/** A document; whether a host and a person are allowed in it; whether a plain paragraph stands before it. */
export type Case = { readonly text: string; readonly lenient: boolean; readonly framed: boolean };

const PLAIN = 'Plain words, kestrel and harbour, come first.';
const LENIENT: Harmless = { hosts: ['github.com'], logins: ['alice'] };
const LENIENT_SETS = { hosts: new Set(LENIENT.hosts), logins: new Set(LENIENT.logins) };
const NOBODY = { hosts: new Set<string>(), logins: new Set<string>() };
const NO_SECRETS = { secrets: {} };
const makeDocument = documentMaker(readTricks());

/** The document of a place in a seed: the same on every machine, as long as the grammar and the tricks stay. */
export function caseAt(seed: number, index: number): Case {
  const random = randomOf(seed, index);
  const made = makeDocument(random);
  const text = random.chance(60) ? mutated(made, random) : made;
  return { text, lenient: random.chance(30), framed: random.chance(50) };
}

/** What came of a document: nothing, kept back for the shape of a secret, or what the gate let through or spoiled. */
export type Outcome = { readonly held: boolean; readonly problem: string | null };

/**
 * Sends a document through what the gate does with Markdown, twice, and looks at what comes out with an oracle of its
 * own. `whole`: through all of the gate, whose search for secrets takes most of the time and has a fuzzer of its own.
 */
export function outcomeOf(one: Case, whole = true): Outcome {
  const pass = whole ? throughGate : throughCompose;
  const after = pass(framedText(one), one.lenient);
  if (after === null || after === 'failed')
    return { held: after === null, problem: after === null ? null : 'the gate failed' };
  const found = one.lenient ? dangersIn(after, LENIENT) : dangersIn(after);
  if (found.length > 0) return problem(found.join(', '));
  if (pass(after, one.lenient) !== after) return problem('a second pass changes it');
  const isReadable = !one.framed || seenIn(byCmark(after, true)).text.includes(PLAIN);
  return isReadable ? { held: false, problem: null } : problem('plain words are gone');
}

function framedText({ text, framed }: Case): string {
  return framed ? `${PLAIN}\n\n${text}` : text;
}

/** Null for a text that was kept back. */
function throughGate(text: string, lenient: boolean): string | null {
  const options: GateOptions = lenient ? { allowedHosts: LENIENT.hosts, except: LENIENT.logins } : {};
  const result = gate(text, 'comment', NO_SECRETS, options);
  if (!isWithheld(result)) return reveal(result);
  return result.kinds.includes('gate-error') ? 'failed' : null;
}

function throughCompose(text: string, lenient: boolean): string {
  return compose([{ as: 'markdown', text }], lenient ? LENIENT_SETS : NOBODY, (same) => same);
}

function problem(what: string): Outcome {
  return { held: false, problem: what };
}
