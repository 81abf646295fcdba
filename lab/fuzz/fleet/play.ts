import { MAIN, type ActorId } from '../../../core/fleet/actor-id.ts';
import { cancelOrder, members } from '../../../core/fleet/fleet.ts';
import { isOpen } from '../../../core/fleet/member.ts';
import { ask, tokenOf } from './ask.ts';
import type { Entry } from './ledger.ts';
import { look, type Finding } from './oracles.ts';
import type { Parts } from './parts.ts';
import type { Act, Answering, Schedule } from './schedule.ts';
import { openStage, type Stage } from './stage.ts';

/** What one schedule came to. */
export type Played = {
  findings: Finding[];
  workers: number;
  requests: number;
  spentMicroUsd: number;
  /** Refusals of workers and requests by their codes. */
  refused: string[];
};

/** Plays a schedule with these parts, looks after each act, and brings all to an end. */
export async function play(schedule: Schedule, parts: Parts): Promise<Played> {
  const stage = await openStage(schedule, parts);
  const findings: Finding[] = [];
  const refused: string[] = [];
  try {
    for (const act of schedule.acts) {
      findings.push(...(await perform(stage, act, refused)));
      await stage.settle();
      findings.push(...look(stage));
    }
    findings.push(...(await bringToEnd(stage)));
  } catch (error) {
    findings.push({ oracle: 'stuck', what: (error as Error).message });
  } finally {
    await stage.close();
  }
  const { keeper, ledger, broker } = stage;
  refused.push(...broker.refusals().map(({ code }) => code));
  return {
    findings,
    workers: members(keeper.fleet()).length - 1,
    requests: ledger.entries().length,
    spentMicroUsd: ledger.costOf(MAIN),
    refused,
  };
}

async function perform(stage: Stage, act: Act, refused: string[]): Promise<Finding[]> {
  const { keeper, ledger } = stage;
  const all = members(keeper.fleet()).map(({ actor }) => actor);
  switch (act.kind) {
    case 'spawn': {
      // Now and then whoever has ended, does not run yet, or never was.
      const by = pick(act.who % 6 === 0 ? [...all, 'main/99'] : running(stage), act.who) ?? MAIN;
      const code = await keeper.spawn(by, act.agent, act.asked, act.isLead);
      if (code !== null) refused.push(code);
      return [];
    }
    case 'ask': {
      await send(stage, pick(running(stage), act.who) ?? MAIN, act.maxTokens);
      return [];
    }
    case 'intrude':
      return intrude(
        stage,
        all[act.who % all.length] ?? MAIN,
        running(stage)[act.at % running(stage).length],
      );
    case 'answer': {
      const entry = pick(ledger.inFlight(), act.which);
      if (entry !== undefined) await answer(stage, entry, act.how);
      return [];
    }
    default: {
      const open = cancelOrder(keeper.fleet(), MAIN);
      const workers = (act.who % 6 === 0 ? all : open).filter((actor) => actor !== MAIN);
      const worker = pick(workers, act.who);
      if (worker !== undefined) await keeper.end(worker, act.how);
      return [];
    }
  }
}

function pick<One>(all: readonly One[], at: number): One | undefined {
  return all[at % (all.length || 1)];
}

function running({ keeper }: Stage): ActorId[] {
  return members(keeper.fleet())
    .filter(({ actor, state }) => state === 'running' && keeper.wasServed(actor))
    .map(({ actor }) => actor);
}

/** Sends a request, and waits until it is on its way, refused, or waits for money. */
async function send({ ledger, until, asked, socketOf }: Stage, actor: ActorId, maxTokens: number) {
  const before = asked();
  const entry = ledger.add(actor);
  void ask(socketOf(actor), tokenOf(actor), { number: entry.number, maxTokens });
  await until(() => entry.isRefused || asked() > before);
}

async function answer({ model, until }: Stage, entry: Entry, how: Answering): Promise<void> {
  await model.arrived(entry.number);
  entry.answered = how;
  model.answer(entry.number, how);
  await until(() => entry.isSettled);
}

const DEAD_MS = 300;

/** Speaks with one's token at another's socket, and, if dead, at one's own: both must have no effect. */
async function intrude(stage: Stage, actor: ActorId, at = MAIN): Promise<Finding[]> {
  const { model, socketOf, keeper, intrusions } = stage;
  if (!keeper.wasServed(actor)) return [];
  const before = [model.count(), intrusions()] as const;
  const request = { number: -1, maxTokens: 1 };
  const isDead = !members(keeper.fleet()).some((one) => one.actor === actor && isOpen(one));
  const found: Finding[] = [];
  const deaf = (what: string) => found.push({ oracle: 'deaf', what: `${actor} at ${at}: ${what}` });
  if (isDead) {
    // Were it heard, it might have to wait for money.
    const patience = AbortSignal.timeout(DEAD_MS);
    const status = await ask(socketOf(actor), tokenOf(actor), request, patience);
    if (status !== 0) deaf(`it has ended and got ${status} at its own socket`);
  }
  if (actor === at) return found;
  const status = await ask(socketOf(at), tokenOf(actor), request, AbortSignal.timeout(10 * DEAD_MS));
  if (status !== 403) deaf(`the answer was ${status}`);
  if (intrusions() !== before[1] + 1) deaf('nobody was told');
  if (model.count() !== before[0]) deaf('the model was asked');
  return found;
}

/** Ends everybody, from below or all at once, and looks at what is left. */
async function bringToEnd(stage: Stage): Promise<Finding[]> {
  const { schedule, keeper, meter } = stage;
  if (!schedule.isCancelled) {
    const stuck = await drain(stage);
    if (stuck !== null) return [stuck];
  }
  await keeper.end(MAIN, schedule.isCancelled ? 'cancelled' : 'finished');
  await stage.settle();
  const found = look(stage);
  const left = members(keeper.fleet()).filter(isOpen);
  if (left.length > 0) found.push({ oracle: 'orphan', what: `${left.length} members outlive the lead` });
  if (meter.used() !== meter.spent())
    found.push({ oracle: 'held', what: `${meter.used() - meter.spent()} micro-dollars are held at the end` });
  return found;
}

/** Lets every worker answer and finish, those without workers first: then nobody may be left, also of those queued. */
async function drain(stage: Stage): Promise<Finding | null> {
  const { keeper, ledger } = stage;
  for (;;) {
    for (const entry of ledger.inFlight()) await answer(stage, entry, { is: 'whole', input: 10, output: 10 });
    await stage.settle();
    if (ledger.inFlight().length > 0) continue;
    const workers = members(keeper.fleet()).filter((one) => one.parent !== null && isOpen(one));
    if (workers.length === 0) return null;
    const leaf = workers.find(
      ({ actor }) => running(stage).includes(actor) && !workers.some(({ parent }) => parent === actor),
    );
    if (leaf === undefined) return { oracle: 'stuck', what: `${workers.length} workers wait and none works` };
    await keeper.end(leaf.actor, 'finished');
    await stage.settle();
  }
}
