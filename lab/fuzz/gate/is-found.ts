import { needlesOf } from '../../../core/redact/needles.ts';
import { findDisguised, findPlain, TOO_DEEP } from '../../../core/redact/scan.ts';
import { inflate } from '../../../edge/codec/inflate.ts';

type Secrets = { readonly secrets: Readonly<Record<string, string>> };

/** Whether a search finds the value of this name in a text. A budget that ran out is no finding. */
export function isFound(text: string, known: Secrets, name: string): boolean {
  const needles = needlesOf(known);
  if (findPlain(text, needles).some(({ kind }) => kind === name)) return true;
  const kinds = findDisguised(text, needles, { inflate });
  return kinds.includes(name) && !kinds.includes(TOO_DEEP);
}
