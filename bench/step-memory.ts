import { readdirSync, readFileSync } from 'node:fs';

/** Peak memory of our own processes of one step, in megabytes of 10^6 bytes. */
export type Peaks = {
  /** The most resident memory that each had (VmHWM). Pages that both map count in both. */
  step: number;
  broker: number;
  /** The most that both had at one moment, pages that are shared with others counted in part (PSS). */
  together: number;
};

const EVERY_MS = 15;

/** Watches the step's process and its broker until told to stop. Costs time: not for a run that is timed. */
export function watchMemory(step: number): { stop(): Peaks } {
  const peaks: Peaks = { step: 0, broker: 0, together: 0 };
  const sample = () => {
    const broker = brokerOf(step);
    peaks.step = Math.max(peaks.step, field(step, 'status', 'VmHWM'));
    if (broker !== null) peaks.broker = Math.max(peaks.broker, field(broker, 'status', 'VmHWM'));
    const shares = [step, ...(broker === null ? [] : [broker])].map((pid) =>
      field(pid, 'smaps_rollup', 'Pss'),
    );
    peaks.together = Math.max(
      peaks.together,
      shares.reduce((sum, one) => sum + one, 0),
    );
  };
  const timer = setInterval(sample, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return peaks;
    },
  };
}

/** The broker is a child of the step: the program that drops the rights becomes it. */
function brokerOf(step: number): number | null {
  for (const child of childrenOf(step))
    if (
      textOf(child, 'cmdline')
        .split('\0')
        .some((word) => word.endsWith('/broker.mjs'))
    )
      return child;
  return null;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      textOf(pid, `task/${task}/children`)
        .split(' ')
        .filter((child) => child !== '')
        .flatMap((child) => [Number(child), ...childrenOf(Number(child))]),
    );
  } catch {
    return [];
  }
}

function field(pid: number, file: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(textOf(pid, file))?.[1];
  return found === undefined ? 0 : (Number(found) * 1024) / 1e6;
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
