import { parentPort, workerData } from 'node:worker_threads';
import { caseAt, outcomeOf } from './check.ts';
import { minimised } from './minimise.ts';

/** The share of one thread: every `step`th case from `first` on. */
export type Share = {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly count: number;
};

/** A document that got something through the gate, and the shortest one found that does the same. */
export type Hit = { readonly index: number; readonly problem: string; readonly text: string };

/** What a thread did since its last report. */
export type Report = { readonly cases: number; readonly held: number; readonly hits: readonly Hit[] };

const A_REPORT = 100;
/** So often one goes through all of the gate, not only through what it does with Markdown. */
const A_WHOLE = 16;
/** Each takes hundreds of runs to make short; many hits have few causes. */
const MOST_MINIMISED = 20;

function run({ seed, first, step, count }: Share, tell: (report: Report) => void): void {
  let minimisedSoFar = 0;
  let report = { cases: 0, held: 0, hits: [] as Hit[] };
  for (let index = first; index < count; index += step) {
    const one = caseAt(seed, index);
    const isWhole = index % A_WHOLE === 0;
    const { held, problem } = outcomeOf(one, isWhole);
    report.cases += 1;
    report.held += held ? 1 : 0;
    if (problem !== null) {
      const fails = (text: string) => outcomeOf({ ...one, text }, isWhole).problem === problem;
      const text = minimisedSoFar++ < MOST_MINIMISED ? minimised(one.text, fails) : one.text;
      report.hits.push({ index, problem, text });
    }
    if (report.cases < A_REPORT) continue;
    tell(report);
    report = { cases: 0, held: 0, hits: [] };
  }
  tell(report);
}

run(workerData as Share, (report) => parentPort?.postMessage(report, []));
