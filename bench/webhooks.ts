import { join } from 'node:path';
import { tellDisk } from './disk.ts';
import { median, quantile, verdict } from './statistics.ts';
import { forgetHeard, storeJobs } from './stored-jobs.ts';
import { sendWebhooks, type Template } from './webhook-load.ts';
import { startPeer, type Peer } from './webhook-peers.ts';
import { makeWebhookWorld, type WebhookWorld } from './webhook-world.ts';

const BARE_PROBOT = new URL('bare-probot.ts', import.meta.url);
const OURS = new URL('webhook-app.ts', import.meta.url);
const CONNECTIONS = 16;
const WARM_UP = 500;
const COUNT = 2000;
const ROUNDS = 3;
const STORED = [1000, 10_000, 100_000] as const;
/** One command among so many comments, in the figure with work. */
const ONE_OF = 20;
const AIMS = { perSecond: 1000, p99: 50, growth: 0.2 };

type Measured = { perSecond: number; p99: number; cpu: number };
/** `written`: comments at GitHub by the time the last webhook was answered. */
type Working = Omit<Measured, 'cpu'> & { written: number };
type Contender = { peer: Peer; path: string | null; measured: Measured[] };

/** How fast webhooks are acknowledged: by the app, which keeps each on disk before it answers, and by a bare Probot app. */
export async function measure(): Promise<string> {
  const world = await makeWebhookWorld();
  const contenders: Contender[] = [];
  try {
    const probot = { peer: await startPeer(BARE_PROBOT, world.secret), path: null, measured: [] };
    contenders.push(probot);
    for (const stored of STORED) contenders.push(await startOurs(world, stored));
    const [, ...ours] = contenders;
    for (let round = 0; round <= ROUNDS; round += 1) {
      // Everyone is first once, and what slows the machine down for a while slows down all of them.
      for (const at of contenders.keys()) {
        const one = contenders[(at + round) % contenders.length] as Contender;
        const measured = await sendTo(one, world, [world.idle], round === 0 ? WARM_UP : COUNT);
        if (round > 0) one.measured.push(measured);
      }
    }
    const disk = tellDisk(world.folder);
    const working = await acknowledged(ours[0] as Contender, world);
    return report(disk, middle(probot), ours.map(middle), working);
  } finally {
    for (const { peer } of contenders) await peer.close();
    await world.close();
  }
}

async function startOurs(world: WebhookWorld, stored: number): Promise<Contender> {
  const stateDir = join(world.folder, `state-${stored}`);
  const path = join(stateDir, 'dispatch.db');
  await storeJobs(path, stored);
  const peer = await startPeer(OURS, JSON.stringify(world.settings(stateDir)));
  return { peer, path, measured: [] };
}

/** Sends so many webhooks; the processor's time is with all the work that follows. */
async function sendTo(
  { peer, path }: Contender,
  { secret }: WebhookWorld,
  templates: readonly Template[],
  count: number,
): Promise<Measured> {
  const before = peer.processorTime();
  const load = { url: peer.url, secret, templates, connections: CONNECTIONS };
  const { perSecond, milliseconds } = await sendWebhooks(load, count);
  if (path !== null) await forgetHeard(path);
  const cpu = (peer.processorTime() - before) / count;
  return { perSecond, p99: quantile(milliseconds, 0.99), cpu };
}

/**
 * Only how fast webhooks are answered while some are commands. How many of those were worked on by then is counted, not
 * supposed; the rest is still to be done, so no processor's time per webhook is told. They are all of one account, which
 * makes them a storm beyond the first twenty.
 */
async function acknowledged({ peer }: Contender, world: WebhookWorld): Promise<Working> {
  const templates = Array.from({ length: ONE_OF }, (_, at) => (at === 0 ? world.command : world.idle));
  const load = { url: peer.url, secret: world.secret, templates, connections: CONNECTIONS };
  const before = world.written();
  const { perSecond, milliseconds } = await sendWebhooks(load, COUNT);
  return { perSecond, p99: quantile(milliseconds, 0.99), written: world.written() - before };
}

function middle({ measured }: Contender): Measured {
  const of = (field: keyof Measured) => median(measured.map((one) => one[field]));
  return { perSecond: of('perSecond'), p99: of('p99'), cpu: of('cpu') };
}

function tell({ perSecond, p99, cpu }: Omit<Measured, 'cpu'> & { cpu?: number }): string {
  const time = cpu === undefined ? '' : `, ${cpu.toFixed(2)} ms of processor time each`;
  return `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(1)} ms${time}`;
}

function report(disk: string, probot: Measured, ours: readonly Measured[], working: Working): string {
  const slowest = Math.min(...ours.map(({ perSecond }) => perSecond));
  const p99 = Math.max(...ours.map((one) => one.p99));
  const [first, , last] = ours.map(({ perSecond }) => perSecond);
  const growth = 1 - (last ?? 0) / (first ?? Number.NaN);
  return [
    `${CONNECTIONS} connections, medians of ${ROUNDS} alternating rounds of ${COUNT} comments that are no commands`,
    `the store is on ${disk}`,
    `bare Probot app, which keeps nothing: ${tell(probot)}`,
    ...ours.map((one, at) => `ours, on SQLite with full sync, ${STORED[at]} stored jobs: ${tell(one)}`),
    `ours, 1000 stored jobs, with one command among ${ONE_OF}: ${tell(working)}, ${working.written} replies written meanwhile`,
    verdict('time of a webhook', 1000 / slowest, 1000 / AIMS.perSecond, 'ms'),
    verdict('acknowledgement, p99', p99, AIMS.p99, 'ms'),
    verdict('slower with 100 times the jobs', growth * 100, AIMS.growth * 100, '%'),
    `${slowest.toFixed(0)} webhooks/s, p99 ${p99.toFixed(1)} ms; a bare Probot app: ${tell(probot)}`,
  ].join('\n');
}
