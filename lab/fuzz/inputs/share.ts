import { ownPeak } from '../../own-peak.ts';
import { artifactTrial } from './artifacts/artifact-trial.ts';
import { commentTrial } from './comments/comment-trial.ts';
import { configTrial } from './configs/config-trial.ts';
import { MOST_MILLISECONDS, timed } from './stopwatch.ts';
import type { Subject } from './trial.ts';

const subjects = { comments: commentTrial, configs: configTrial, artifacts: artifactTrial } as const;

export type SubjectName = keyof typeof subjects;
export const subjectNames = Object.keys(subjects) as SubjectName[];

/** Every `step`th place from `first` up to `count`. */
export type Share = { subject: SubjectName; seed: number; count: number; first: number; step: number };

/** What one process saw. */
export type Seen = {
  read: number;
  crashes: number;
  wrong: number;
  slow: number;
  slowest: number;
  /** Bytes. */
  peak: number;
  /** What to look at, one line each. */
  findings: string[];
};

const MOST_FINDINGS = 20;
const MOST_SHOWN = 400;
const WARM_UP = 300;

const noSeen = (): Seen => ({
  read: 0,
  crashes: 0,
  wrong: 0,
  slow: 0,
  slowest: 0,
  peak: 0,
  findings: [],
});

/** Reads all inputs of a share, one after the other. */
export async function readShare(
  { subject, seed, count, first, step }: Share,
  onProgress: (read: number) => void = () => {},
): Promise<Seen> {
  const seen = noSeen();
  // The first inputs of a process pay for the compiler: it is not them that are measured.
  for (let place = 0; place < WARM_UP; place += 1)
    await readOne(subjects[subject], seed + 1, place, noSeen());
  for (let place = first; place < count; place += step) {
    await readOne(subjects[subject], seed, place, seen);
    if (++seen.read % 10_000 === 0) onProgress(seen.read);
  }
  seen.peak = ownPeak();
  return seen;
}

async function readOne(subject: Subject, seed: number, place: number, seen: Seen): Promise<void> {
  const trial = await subject(seed, place);
  const note = (what: string) => {
    if (seen.findings.length >= MOST_FINDINGS) return;
    seen.findings.push(`${place}: ${what}: ${JSON.stringify(trial.shown.slice(0, MOST_SHOWN))}`);
  };
  try {
    const { value, milliseconds } = await timed(trial.read);
    seen.slowest = Math.max(seen.slowest, milliseconds);
    if (milliseconds > MOST_MILLISECONDS) {
      seen.slow += 1;
      note(`took ${milliseconds.toFixed(1)} ms`);
    }
    const wrong = trial.wrong(value);
    if (wrong === null) return;
    seen.wrong += 1;
    note(wrong);
  } catch (error) {
    seen.crashes += 1;
    note(`threw ${String(error)}`);
  }
}
