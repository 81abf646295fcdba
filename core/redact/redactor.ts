import { makeDisguiseSearch } from './disguise-search.ts';
import { findGeneric } from './generic.ts';
import { utf8 } from './known/bytes.ts';
import type { Inflate } from './known/inflated.ts';
import type { Ledger } from './known/ledger.ts';
import type { Effort } from './known/look.ts';
import { needlesOf, type NamedValues } from './needles.ts';
import { remembered } from './remembered.ts';
import { findPlain, mask, notAllowed, type Allows } from './scan.ts';

/** Ends the work on a text that must not leave; carries kinds, never the text. */
export class Kept extends Error {
  readonly kinds: string[];
  constructor(message: string, kinds: string[]) {
    super(message);
    this.kinds = kinds;
  }
}

/** What is done to one text on its way out. */
export type Redactor = {
  /** Masks what shows plainly and counts it; throws Kept for a canary. */
  readonly redact: (text: string) => string;
  /** The same without counting, for a look ahead. */
  readonly masked: (text: string) => string;
  /** A look at a text before it is rewritten; throws Kept where something is hidden in it. */
  readonly check: (text: string) => void;
  /** The last look at what is about to leave, made of texts that were checked: nothing may be left to find. */
  readonly checkWritten: (text: string) => void;
  /** The same of what readers will see of it. */
  readonly checkRendered: (text: string) => void;
  /** Adds the text to the ledger of the job; throws Kept when its pieces complete a value. */
  readonly settle: (text: string) => void;
  /** Whether `redact` would change it. */
  readonly shows: (text: string) => boolean;
  readonly counts: Map<string, number>;
};

/** As `GateOptions`; `isPosted`: people will read it, so what is only random is masked too. */
export type RedactorOptions = {
  readonly inflate: Inflate | undefined;
  readonly ledger: Ledger | undefined;
  readonly allows: Allows | undefined;
  readonly onShape: 'mask' | 'withhold' | undefined;
  readonly effort: Effort;
  readonly isPosted: boolean;
};

/** Makes what passes the parts of one text through the searches. It looks at no part twice. */
export function makeRedactor(secrets: NamedValues, options: RedactorOptions): Redactor {
  const { inflate, ledger, allows, onShape, effort, isPosted } = options;
  const known = needlesOf(secrets);
  const total = new Map<string, number>();
  // A piece is looked at, written and looked at once more.
  const plainly = remembered((text) => findPlain(text, known, allows));
  const disguises = makeDisguiseSearch(known, { inflate, effort, allows });
  const masking = (text: string): ReturnType<typeof mask> => {
    const findings = plainly(text);
    const planted = findings.filter((finding) => finding.canary).map((finding) => finding.kind);
    if (planted.length > 0) throw new Kept('The text holds a planted canary value.', [...new Set(planted)]);
    const guesses = findings.filter(({ guess }) => onShape === 'withhold' && guess).map(({ kind }) => kind);
    if (guesses.length > 0) throw new Kept('The text holds what looks like a secret.', [...new Set(guesses)]);
    return mask(text, findings);
  };
  const redact = (text: string): string => {
    const sure = masking(text);
    const result = isPosted
      ? mask(sure.text, notAllowed(findGeneric(sure.text), sure.text, allows))
      : { text: sure.text, counts: [] };
    for (const [kind, count] of [...sure.counts, ...result.counts])
      total.set(kind, (total.get(kind) ?? 0) + count);
    return result.text;
  };
  const shows = (text: string) => plainly(text).length > 0 || (isPosted && findGeneric(text).length > 0);
  const refuse = (text: string, disguised: readonly string[]): void => {
    const kinds = [...plainly(text).map((finding) => finding.kind), ...disguised];
    if (kinds.length === 0) return;
    throw new Kept('The text holds a secret in a disguised form.', [...new Set(kinds)]);
  };
  const check = (text: string) => refuse(text, disguises.inSource(text));
  const checkWritten = (text: string) => refuse(text, disguises.inWritten(text));
  const checkRendered = (text: string) => refuse(text, disguises.inRendered(text));
  const settle = (text: string): void => {
    const owners = [...(ledger?.add(known, utf8(text)) ?? [])];
    if (owners.length === 0) return;
    const kinds = owners.map((owner) => known.values[owner]?.name ?? '');
    throw new Kept('With what already left, the text completes a secret.', [...new Set(kinds)]);
  };
  const masked = (text: string) => masking(text).text;
  return { redact, masked, check, checkWritten, checkRendered, settle, shows, counts: total };
}
