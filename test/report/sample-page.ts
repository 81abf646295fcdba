import { makeReport } from '../../edge/report/make-report.ts';
import { isWithheld, reveal } from '../../core/redact/gate.ts';
import { noticePage, reportPage } from '../../core/redact/report-page.ts';
import { FIRST_HEAD } from '../../core/audit/chain.ts';
import type { IndexPage, RunPage } from '../../core/report/page-data.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import type { SampleRun } from '../../bench/sample-run.ts';

/** What the page about a run is made of. */
export function pageDataOf({ lines, result }: SampleRun, more: Partial<RunPage> = {}): RunPage {
  const last = lines.at(-1);
  const head = last === undefined ? FIRST_HEAD : sha256(last);
  const record = { lines, head, objection: null };
  return { kind: 'run', name: 'run-1', result, resultProblem: null, record, masked: [], ...more };
}

/** The page as the command makes it, through the gate. */
export function htmlOf(data: RunPage | IndexPage, secrets: Record<string, string> = {}): string {
  const made = makeReport(data, { secrets });
  return isWithheld(made) ? noticePage(made.because) : reveal(made.html);
}

/** The page with nothing searched for secrets, which takes most of the time of a large one. */
export function ungated(data: RunPage): string {
  return reportPage(JSON.stringify(data), (text) => text);
}
