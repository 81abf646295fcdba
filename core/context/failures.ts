import { withoutEscapes } from '../redact/log-text.ts';
import { cutAtFront } from './cut.ts';
import type { ContextReport } from './report.ts';
import { hiddenWords, type Part } from './thread.ts';
import type { Cleaning } from './visible.ts';

/** A step of a job, and between which times it ran (ISO 8601, whole seconds); null for one that GitHub does not know. */
export type FailedStep = { name: string; from: string | null; to: string | null };

/** A job that failed, and its log as GitHub keeps it, or why that is not known. */
export type FailedJob = {
  workflow: string;
  name: string;
  steps: readonly FailedStep[];
  log: { found: string } | { missing: string };
};

/** The jobs that failed, of `total`, the first ones first. `isForeign`: code of a fork, or words of strangers, may be in one. */
export type Failures = { jobs: readonly FailedJob[]; total: number; isForeign: boolean };

export type FailureParts = {
  parts: Part[];
  report: NonNullable<ContextReport['failures']>;
  taint: string[];
};

/**
 * What the agent is given of failed jobs: of each the log of the step that failed, the end of it when it does not fit.
 * The jobs share the room evenly; what one does not need is for those after it. Whoever wrote the workflow chose the
 * names, and the code that ran the rest, so all of it stands within the fence.
 */
export function failureParts(failures: Failures, { kb }: { kb: number }, clean: Cleaning): FailureParts {
  const { jobs, total, isForeign } = failures;
  let left = kb * 1024;
  const shown = jobs.map((job, index) => {
    const { text, hidden } = clean.plain(`${headOf(job)}\n\n${logOf(job)}`);
    const { text: kept, cut } = cutAtFront(text, Math.floor(left / (jobs.length - index)));
    left -= text.length - cut;
    return { text: kept, cut, hidden, given: text.length - cut };
  });
  const whose = isForeign ? 'code that strangers may have a hand in' : 'code and tools of this repository';
  const sum = (key: 'given' | 'cut' | 'hidden') => shown.reduce((all, one) => all + one[key], 0);
  return {
    parts: shown.map(({ text, hidden }) => ({
      label: `A failed job and the end of its log, printed by ${whose}${hiddenWords(hidden)}`,
      text,
    })),
    report: {
      given: sum('given'),
      cut: sum('cut'),
      hidden: sum('hidden'),
      jobs: jobs.length,
      beyond: Math.max(0, total - jobs.length),
    },
    taint: isForeign && jobs.length > 0 ? ['logs of jobs in which strangers may have a hand'] : [],
  };
}

function headOf({ workflow, name, steps }: FailedJob): string {
  const failed = steps.map((step) => step.name).join(', ');
  return `Workflow: ${workflow}\nJob: ${name}\nFailed step: ${failed || 'none is known'}`;
}

function logOf({ log, steps }: FailedJob): string {
  return 'found' in log ? excerptOf(log.found, steps[0]) : `[the log is missing: ${log.missing}]`;
}

/** What stands before each line of a log. */
const STAMP = /^\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{1,9}Z ?/;

/**
 * The part of a job's log that tells of its failure: what was printed while `step` ran, or all of it where that is not
 * known; from where its last command begins, up to the last error that the runner saw.
 */
function excerptOf(log: string, step: FailedStep | undefined): string {
  const during = linesDuring(log, step);
  const end = during.findLastIndex((line) => line.startsWith('##[error]'));
  const upTo = end === -1 ? during : during.slice(0, end + 1);
  const start = upTo.findLastIndex((line) => line.startsWith('##[group]Run '));
  return upTo
    .slice(Math.max(0, start))
    .join('\n')
    .replaceAll(/^##\[(?:group|endgroup|error)\]/gm, '')
    .trim();
}

/** The lines of a step, or all of them where none is known to be of it. A line without a time belongs to the one before it. */
function linesDuring(log: string, step: FailedStep | undefined): string[] {
  const all: string[] = [];
  const own: string[] = [];
  let isIn = false;
  for (const line of withoutEscapes(log).split(/\r?\n/)) {
    const [stamp = '', time] = STAMP.exec(line) ?? [];
    if (time !== undefined) isIn = isWithin(`${time}Z`, step);
    const text = line.slice(stamp.length);
    all.push(text);
    if (isIn) own.push(text);
  }
  return own.length > 0 ? own : all;
}

function isWithin(time: string, step: FailedStep | undefined): boolean {
  if (step === undefined || step.from === null || step.to === null) return false;
  return Date.parse(step.from) <= Date.parse(time) && Date.parse(time) <= Date.parse(step.to);
}
