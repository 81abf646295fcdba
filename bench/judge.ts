import { figuresOf } from './own-process.ts';
import { quantile, verdict } from './statistics.ts';

const CALLS = 2000;
/** Until the code is warm; a run's first calls are slower, and are told apart. */
const WARM_UP = 50;
const AIM_MS = 10;

/** How long a call waits for our judge: asked, judged, recorded on disk, told to the log, answered. */
export async function measureJudge(): Promise<string[]> {
  const found = await figuresOf<{ roundTrips: number[]; within: number[] }>(
    new URL('judge-run.ts', import.meta.url),
    String(CALLS),
    'roundTrips',
  );
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
