import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { playing, succeeds } from '../app/canned-run.ts';
import type { AppUnderTest } from '../app/app-under-test.ts';
import { aftermath, command, quiet } from '../app/commands.ts';
import type { EngineName } from '../app/engine.ts';
import { findingsOf } from '../app/oracles.ts';
import type { AppHole } from '../app/order.ts';
import { makeFaultWorld, type FaultWorld } from '../app/world.ts';
import { noFindings, type KillCampaign } from './campaign.ts';

/** The name of this point. */
export const OVERTAKEN = 'overtaken';
const STOPPED_MS = 20_000;
/** So long the one that was overtaken has for what it still had in hand. */
const AFTERWARDS_MS = 1500;

/**
 * An app that is not dead, but stands still, as a machine does that runs out of memory or is moved: just before it
 * tells that a command failed. Another takes over and brings the command to its good end; then the first goes on.
 */
export async function overtakenCampaign(options: {
  engine: EngineName;
  rounds: number;
  holes?: readonly AppHole[];
  patience?: number;
}): Promise<KillCampaign> {
  const { engine, rounds, holes = [], patience = 60_000 } = options;
  const world = await makeFaultWorld({ engine, runJob: playing(succeeds()), holes });
  const campaign = noFindings();
  try {
    let app = await world.startApp();
    for (let round = 0; round < rounds; round += 1) {
      app = await playOvertaken(world, app, { name: `${OVERTAKEN}-${round}`, patience }, campaign);
    }
    return campaign;
  } finally {
    await world.close();
  }
}

async function playOvertaken(
  world: FaultWorld,
  app: AppUnderTest,
  { name, patience }: { name: string; patience: number },
  campaign: KillCampaign,
): Promise<AppUnderTest> {
  // The second time that it asks for the role, GitHub refuses; what it has to tell then is no longer true.
  const { faults } = world.github;
  faults.add({ method: 'GET', path: /permission$/, skip: 1, times: 1, respond: { status: 403 } });
  const when = { method: 'jobs.isHeld', when: 'before', nth: 1, act: 'stop' } as const;
  const stopped = app.strike({ ...when, id: randomUUID() });
  const one = command(world, name, 'run');
  const isStopped = await Promise.race([stopped.then(() => true), sleep(STOPPED_MS, false, { ref: false })]);
  faults.clear();
  const began = performance.now();
  const next = await world.startApp('any-port');
  world.github.setWebhook({ ...world.webhooks, url: `${next.url()}/api/github/webhooks` });
  const isQuiet = await quiet(world, [one], patience);
  campaign.slowest = Math.max(campaign.slowest, performance.now() - began);
  app.resume();
  await sleep(AFTERWARDS_MS);
  await app.kill();
  campaign.rounds += 1;
  campaign.findings.push(...findingsOf({ ...(await aftermath(world, one, isQuiet)), name }));
  if (!isStopped) campaign.problems.push(`${name}: the app did not come to this point`);
  return next;
}
