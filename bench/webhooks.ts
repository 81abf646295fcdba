import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFaultWorld, WRITER, type FaultWorld } from '../lab/faults/app/world.ts';
import { runProcess } from '../lab/runner/process.ts';
import { quantile, verdict } from './statistics.ts';
import { storeJobs } from './stored-jobs.ts';
import { sendWebhooks, type Load, type Template } from './webhook-load.ts';

const CONNECTIONS = 16;
const WARM_UP = 1000;
const COUNT = 5000;
const STORED = [1000, 10_000, 100_000] as const;
const AIMS = { perSecond: 1000, p99: 50, growth: 0.2 };
/** Nobody dispatches here. */
const noRun = () => Promise.reject(new Error('no run was asked for'));

type Measured = { perSecond: number; p99: number };

/** How fast webhooks are acknowledged: by the app, which keeps each on disk before it answers, and by a bare Probot app. */
export async function measure(): Promise<string> {
  const world = await makeFaultWorld({ engine: 'sqlite', runJob: noRun });
  try {
    const template = await templateOf(world);
    const { secret } = world.webhooks;
    const probot = await withBareProbot(secret, (url) =>
      measured({ url, secret, template, connections: CONNECTIONS }),
    );
    const ours: Measured[] = [];
    for (const stored of STORED) {
      storeJobs(join(world.engine.settings.stateDir, 'dispatch.db'), stored);
      const app = await world.startApp();
      ours.push(await measured({ url: app.url(), secret, template, connections: CONNECTIONS }));
      await app.kill();
    }
    return report(probot, ours);
  } finally {
    await world.close();
  }
}

async function measured(load: Load): Promise<Measured> {
  await sendWebhooks(load, WARM_UP);
  const { perSecond, milliseconds } = await sendWebhooks(load, COUNT);
  return { perSecond, p99: quantile(milliseconds, 0.99) };
}

/** A comment that is no command, as GitHub's stand-in tells of it. */
async function templateOf(world: FaultWorld): Promise<Template> {
  const { fullName, issue } = world.repository('bench');
  world.github.comment(fullName, issue, WRITER, 'Thanks, I will have a look at it tomorrow.');
  await world.github.idle();
  const delivery = world.github.deliveries.find(({ event }) => event === 'issue_comment');
  if (!delivery) throw new Error('GitHub’s stand-in told nobody of a comment');
  return delivery.request.payload as Template;
}

async function withBareProbot(secret: string, use: (url: string) => Promise<Measured>): Promise<Measured> {
  const stop = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  try {
    const url = await new Promise<string>((resolve, reject) => {
      ended = runProcess({
        program: process.execPath,
        args: [fileURLToPath(new URL('bare-probot.ts', import.meta.url)), secret],
        cwd: '/',
        env: { PATH: '/usr/bin:/bin' },
        onLine: (line) => line.startsWith('listening ') && resolve(line.slice(10)),
        signal: stop.signal,
        delays: { interrupt: 1000, terminate: 1000, streams: 1000 },
      }).then(({ code }) => reject(new Error(`the bare Probot app ended with ${code}`)), reject);
    });
    return await use(url);
  } finally {
    stop.abort();
    await ended;
  }
}

function report(probot: Measured, ours: readonly Measured[]): string {
  const tell = ({ perSecond, p99 }: Measured) => `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(1)} ms`;
  const slowest = Math.min(...ours.map(({ perSecond }) => perSecond));
  const p99 = Math.max(...ours.map((one) => one.p99));
  const [first, , last] = ours.map(({ perSecond }) => perSecond);
  const growth = 1 - (last ?? 0) / (first ?? Number.NaN);
  return [
    `${CONNECTIONS} connections, ${COUNT} webhooks each`,
    `bare Probot app, which keeps nothing: ${tell(probot)}`,
    ...ours.map((one, at) => `ours, on SQLite with full sync, ${STORED[at]} stored jobs: ${tell(one)}`),
    verdict('time of a webhook', 1000 / slowest, 1000 / AIMS.perSecond, 'ms'),
    verdict('acknowledgement, p99', p99, AIMS.p99, 'ms'),
    verdict('slower with 100 times the jobs', growth * 100, AIMS.growth * 100, '%'),
    `${slowest.toFixed(0)} webhooks/s, p99 ${p99.toFixed(1)} ms; a bare Probot app: ${tell(probot)}`,
  ].join('\n');
}
