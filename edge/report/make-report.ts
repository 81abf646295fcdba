import {
  gate,
  isWithheld,
  maskedIn,
  type GateOptions,
  type Outbound,
  type Withheld,
} from '../../core/redact/gate.ts';
import type { NamedValues } from '../../core/redact/needles.ts';
import type { IndexPage, RunPage } from '../../core/report/page-data.ts';
import { inflate } from '../codec/inflate.ts';

/** A page that may leave; and what was masked in it, by kind. */
export type MadeReport = { readonly html: Outbound; readonly masked: RunPage['masked'] };

type Rules = Pick<GateOptions, 'allows' | 'onShape'>;

/**
 * Makes a page of its data. What the gate masks is told in the page itself; what it withholds is no page. `rules`: what
 * the gate makes of what only looks like a secret.
 */
export function makeReport(
  data: RunPage | IndexPage,
  known: NamedValues,
  rules: Rules = {},
): MadeReport | Withheld {
  const once = gated(data, known, rules);
  if (isWithheld(once)) return once;
  const masked = maskedIn(once);
  if (masked.length === 0) return { html: once, masked };
  const told = gated({ ...data, masked }, known, rules);
  return isWithheld(told) ? told : { html: told, masked };
}

function gated(data: RunPage | IndexPage, known: NamedValues, rules: Rules): Outbound | Withheld {
  return gate(JSON.stringify(data), 'report', known, { ...rules, inflate });
}
