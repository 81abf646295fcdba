import { counts, isWithheld, type GateOptions, type Outbound, type Withheld } from './gate.ts';

/** What a repository says of texts that look like secrets and are not known ones. */
export type RedactRules = {
  /** SHA-256 digests, as hex, of such texts that are no secrets. */
  readonly allow: readonly string[];
  readonly onShape: 'mask' | 'withhold';
};

/** What holds where nobody says anything. */
export const plainRules: RedactRules = { allow: [], onShape: 'mask' };

/** The rules of a repository under those of its operator: whichever is stricter. */
export function stricter(rules: RedactRules, operator: { on_shape?: 'withhold' | undefined }): RedactRules {
  return operator.on_shape === undefined ? rules : { ...rules, onShape: operator.on_shape };
}

/** The same for the gate. */
export function gateRules(
  { allow, onShape }: RedactRules,
  sha256: (text: string) => string,
): Pick<GateOptions, 'allows' | 'onShape'> {
  const digests = new Set(allow);
  return digests.size === 0 ? { onShape } : { onShape, allows: (text) => digests.has(sha256(text)) };
}

/** Whether a text passed as it was: then no rules of a repository could have let more of it through. */
export function isUntouched(passed: Outbound | Withheld): boolean {
  return !isWithheld(passed) && Object.keys(counts(passed)).length === 0;
}
