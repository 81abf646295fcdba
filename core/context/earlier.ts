import type { Result } from '../output/result.ts';
import { cutAt } from './cut.ts';
import type { ContextReport } from './report.ts';
import { hiddenWords, type Part } from './thread.ts';
import type { Cleaned, Cleaning } from './visible.ts';

/** What the agent of an earlier run left, and the job that it was of; null where it was a workflow's own step. */
export type EarlierResult = {
  jobId: string | null;
  result: Result;
  /** Those of others that are given with it, in their order; absent where it is the only one. */
  further?: readonly Omit<EarlierResult, 'further'>[];
};

/** So many are given at most. */
export const MOST_EARLIER = 16;

export type EarlierParts = {
  parts: Part[];
  report: NonNullable<ContextReport['earlier']>;
  further: NonNullable<ContextReport['earlier']>[];
  taint: string[];
};

/** What may be given of an earlier result, in characters. No profile asks for it, so none says how much. */
const ROOM = 64 * 1024;

/** What is said of an earlier result where strangers' words are listed: whatever it is made of may be theirs. */
export function earlierTaint(jobId: string | null): string {
  return `result of ${jobId === null ? 'an earlier run' : `job ${jobId}`}`;
}

/**
 * What the agent is given of earlier results: of each the text first, then each output that was handed in, as far as the
 * room goes, in which each has an equal part. Whatever checked them when they were written, they are an agent's words, and
 * so data like a stranger's.
 */
export function earlierParts({ further = [], ...first }: EarlierResult, clean: Cleaning): EarlierParts {
  const room = Math.floor(ROOM / (1 + further.length));
  const [one, ...others] = [first, ...further].map((each) => partsOf(each, room, clean));
  if (one === undefined) throw new Error('no result among results');
  return {
    parts: [one, ...others].flatMap(({ parts }) => parts),
    report: one.report,
    further: others.map(({ report }) => report),
    taint: [...new Set([first, ...further].map(({ jobId }) => earlierTaint(jobId)))],
  };
}

function partsOf({ jobId, result }: EarlierResult, room: number, clean: Cleaning) {
  const { agent, outcome, text, structured, outputs = [] } = result;
  const whose = `the agent ${agent} in ${jobId === null ? 'an earlier run' : `the job ${jobId}`}, which ended as ${outcome}`;
  const answer = structured === undefined ? clean.markdown(text) : clean.plain(text);
  const texts: [what: string, cleaned: Cleaned][] = [
    ['The answer', answer],
    ...outputs.map(({ kind, ...item }): [string, Cleaned] => [
      `The ${kind}`,
      clean.plain(JSON.stringify(item, null, 1)),
    ]),
  ];
  const report = { given: 0, cut: 0, hidden: 0, job_id: jobId, agent, outputs: outputs.length };
  const parts = texts.map(([what, { text, hidden }]): Part => {
    const { text: kept, cut } = cutAt(text, room - report.given);
    report.given += text.length - cut;
    report.cut += cut;
    report.hidden += hidden;
    return { label: `${what} of ${whose}${hiddenWords(hidden)}`, text: kept };
  });
  return { parts, report };
}
