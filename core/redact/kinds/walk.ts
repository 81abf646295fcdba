import type { Step } from './guard-steps.ts';

/** Whether the codes from a place on are what the steps say. `turn` tells texts apart. */
export function isWalked(steps: readonly Step[], codes: Uint8Array, from: number, turn: number): boolean {
  let at = from;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    if (step.orEnd && at >= codes.length) return true;
    const { holds } = step;
    const first = at + step.least;
    // Of many rows that stand close to each other, the end tells more than the beginning.
    if (step.least === step.most && isOther(steps[index + 1], codes, first)) return false;
    const end = Math.min(codes.length, at + step.most);
    if (step.most >= LONG) at = runUpTo(end, step, codes, at, turn);
    else while (at < end && holds[codes[at] as number] === 1) at++;
    if (at < first) return false;
  }
  return true;
}

/** Runs of so many characters are remembered: a text of anchors without anything between is one run for all of them. */
const LONG = 16;

/** So much more of a run is walked than is asked for: the next anchor in it asks for more of it. */
const AHEAD = 64;
/** The same where it is known that anchors stand close to each other. */
const FURTHER = 512;

/** Where a run ends, or `end`. */
function runUpTo(end: number, { holds, run }: Step, codes: Uint8Array, from: number, turn: number): number {
  const isKnown = run.turn === turn && run.from <= from && from <= run.end;
  let at = isKnown ? run.end : from;
  const last = Math.min(codes.length, end + AHEAD);
  while (at < last && holds[codes[at] as number] === 1) at++;
  if (!isKnown) {
    run.turn = turn;
    run.from = from;
  }
  run.end = at;
  return Math.min(at, end);
}

/** Where a run ends that is longer than a step may be, as far as that is looked at; or a place where the step may end. */
export function longRunUntil(step: Step, codes: Uint8Array, from: number, turn: number): number {
  return runUpTo(Math.min(codes.length, from + step.most + FURTHER), step, codes, from, turn);
}

/** Whether a run that goes on behind the first step is no match: the second one wants it to end there. */
export function hasToEnd([first, second]: readonly Step[]): boolean {
  if (first === undefined || second === undefined || first.most < LONG || !second.orEnd) return false;
  return first.holds.every((is, code) => is === 0 || second.holds[code] === 0);
}

/** Whether at a place stands what no next step can begin with. */
function isOther(next: Step | undefined, codes: Uint8Array, at: number): boolean {
  if (next === undefined || next.least === 0) return false;
  return at < codes.length ? next.holds[codes[at] as number] === 0 : !next.orEnd;
}
