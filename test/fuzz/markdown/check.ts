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

/** Sends a document through the gate, twice, and looks at what comes out with an oracle of its own. */
export function outcomeOf({ text, lenient, framed }: Case): Outcome {
  const options: GateOptions = lenient ? { allowedHosts: LENIENT.hosts, except: LENIENT.logins } : {};
  const once = gate(framed ? `${PLAIN}\n\n${text}` : text, 'comment', NO_SECRETS, options);
  if (isWithheld(once)) {
    const isError = once.kinds.includes('gate-error');
    return { held: !isError, problem: isError ? 'the gate failed' : null };
  }
  const after = reveal(once);
  const found = lenient ? dangersIn(after, LENIENT) : dangersIn(after);
  if (found.length > 0) return problem(found.join(', '));
  const twice = gate(after, 'comment', NO_SECRETS, options);
  if (isWithheld(twice)) return problem('a second pass withholds it');
  if (reveal(twice) !== after) return problem('a second pass changes it');
  const isReadable = !framed || seenIn(byCmark(after, true)).text.includes(PLAIN);
  return isReadable ? { held: false, problem: null } : problem('plain words are gone');
}

function problem(what: string): Outcome {
  return { held: false, problem: what };
}
