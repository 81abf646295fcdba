import { fileURLToPath } from 'node:url';
import { runProcess } from '../lab/runner/process.ts';
import { quantile, verdict } from './statistics.ts';

const CALLS = 2000;
/** Until the code is warm; a run's first calls are slower, and are told apart. */
const WARM_UP = 50;
const AIM_MS = 10;

/** How long a call waits for our judge: asked, judged, recorded on disk, told to the log, answered. */
export async function measureJudge(): Promise<string[]> {
  const lines: string[] = [];
  const program = fileURLToPath(new URL('judge-run.ts', import.meta.url));
  await runProcess({
    program: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--optimize-for-size',
      '--v8-pool-size=1',
      program,
      String(CALLS),
    ],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    onLine: (line) => void lines.push(line),
    signal: new AbortController().signal,
    delays: { interrupt: 1000, terminate: 1000, streams: 1000 },
  });
  const last = lines.findLast((line) => line.startsWith('{"roundTrips"'));
  if (last === undefined) throw new Error(`the judged run gave no figures: ${lines.slice(-3).join(' ')}`);
  const found = JSON.parse(last) as { roundTrips: number[]; within: number[] };
  const trips = found.roundTrips.slice(WARM_UP);
  const within = found.within.slice(WARM_UP);
  const show = (values: readonly number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(2)} ms, p99 ${quantile(values, 0.99).toFixed(2)} ms, slowest ${Math.max(...values).toFixed(1)} ms`;
  return [
    `judged call, seen by the CLI, ${trips.length} calls: ${show(trips)}`,
    `judged call, from the judge to the record on disk: ${show(within)}`,
    `judged call, the first ${WARM_UP} of a run, seen by the CLI: slowest ${Math.max(...found.roundTrips.slice(0, WARM_UP)).toFixed(1)} ms`,
    verdict('latency of a judged call, p99, seen by the CLI', quantile(trips, 0.99), AIM_MS, 'ms'),
  ];
}
