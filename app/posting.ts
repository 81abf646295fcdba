import type { AcceptedOutput, Item } from '../core/output/kinds/table.ts';
import type { Posted } from '../core/output/posted.ts';
import type { Withheld } from '../core/redact/gate.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import type { FoundChange } from './check-change.ts';
import type { CheckedFiles } from '../core/output/keep/recheck-files.ts';
import type { Desk } from './desk.ts';
import type { JobGate } from './job-gate.ts';

/** What posting an output of a job needs at hand. `change`: what a `patch` proposes; `files`: what an `artifact` holds. */
export type Posting = {
  desk: Desk;
  request: Request;
  name: RepositoryName;
  job: Job;
  gate: JobGate;
  change: FoundChange;
  files: CheckedFiles;
  /** What is left of the run's reservation, in micro-dollars. */
  left: number;
};

/**
 * Takes the texts of an output through the gate. What comes back posts it, once however often it is called; that
 * throws `Fault`.
 */
export type Prepare<Kind extends AcceptedOutput['kind']> = (
  posting: Posting,
  item: Item<Kind>,
) => Promise<(() => Promise<Posted>) | Withheld>;
