import type { Document } from '../core/redact/document.ts';
import { isWithheld, orNotice, type Outbound, type Sink, type Withheld } from '../core/redact/gate.ts';
import { makeLedger } from '../core/redact/known/ledger.ts';
import type { Mark } from '../core/redact/mark.ts';
import { plainRules, type RedactRules } from '../core/redact/rules.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { gated } from './thread.ts';

/**
 * Passes a text of a job through the gate for a comment or a check: with all that the job's texts have shown before, those
 * of its follow-ups too. A secret may be told in pieces, one in each. What the gate withholds becomes its notice.
 */
export async function forJob(desk: Desk, job: Job, text: Document, mark?: Mark): Promise<Outbound> {
  return orNotice(await gatedFor(desk, job, text, plainRules), 'comment', mark);
}

/** The same under the rules of the job's repository and ours. The store is asked only where a text shows a piece. */
export async function gatedFor(
  desk: Desk,
  job: Job,
  text: string | Document,
  rules: RedactRules,
  sink: Sink = 'comment',
): Promise<Outbound | Withheld> {
  const alone = makeLedger();
  const first = gated(desk, text, rules, { ledger: alone, sink });
  if (isWithheld(first) || Object.keys(alone.places()).length === 0) return first;
  const { pieces } = desk.store;
  const ledger = makeLedger(await pieces.of(job, desk.secretsId));
  const passed = gated(desk, text, rules, { ledger, sink });
  if (!isWithheld(passed)) await pieces.add(job.jobId, desk.secretsId, alone.places());
  return passed;
}
