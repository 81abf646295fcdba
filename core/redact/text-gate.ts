import type { Document } from './document.ts';
import { isWithheld, type Outbound, type Withheld } from './gate.ts';
import { isUntouched } from './rules.ts';

/** The gate for all that one job posts, whose pieces of a secret add up. */
export type TextGate = {
  /** Markdown, made inert. */
  comment: (text: Document) => Promise<Outbound | Withheld>;
  /** Text that GitHub shows as it is, without hidden characters. */
  plain: (text: string) => Promise<Outbound | Withheld>;
  /** A name, which is no name any more when something of it is masked. */
  name: (text: string) => Promise<Outbound | Withheld>;
};

/** What passed as a name; withheld where something of it was masked. */
export function wholeName(passed: Outbound | Withheld): Outbound | Withheld {
  if (isWithheld(passed) || isUntouched(passed)) return passed;
  return { withheld: true, because: 'A name holds what looks like a secret.', kinds: ['masked-name'] };
}

/** All of these names, or what was withheld of the first that does not pass. */
export async function gateNames(
  gate: Pick<TextGate, 'name'>,
  names: readonly string[],
): Promise<Outbound[] | Withheld> {
  const made: Outbound[] = [];
  for (const name of names) {
    const passed = await gate.name(name);
    if (isWithheld(passed)) return passed;
    made.push(passed);
  }
  return made;
}
