import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, type ActorId } from '../../../core/fleet/actor-id.ts';
import { isRefusal } from '../../../core/refusal.ts';
import type { Envelope } from '../../../edge/broker/meter.ts';
import type { ServedBroker } from '../../../edge/broker/serve.ts';
import { MODEL, tokenOf } from './ask.ts';
import { startHeldModel, type HeldModel } from './held-model.ts';
import type { Keeper } from './keeper.ts';
import { openLedger, type Ledger } from './ledger.ts';
import type { Parts } from './parts.ts';
import type { Schedule } from './schedule.ts';
import { tellEach } from './tell-each.ts';

/** Where a schedule is played: the real broker between actors and a model that are both played. */
export type Stage = {
  schedule: Schedule;
  broker: ServedBroker;
  keeper: Keeper;
  ledger: Ledger;
  model: HeldModel;
  /** The lead's, around all others. */
  meter: Envelope;
  socketOf: (actor: ActorId) => string;
  /** How often a token came where it does not belong, by the broker's word. */
  intrusions: () => number;
  /** Requests that asked for money so far. */
  asked: () => number;
  /** Waits until something is so. Throws when it never comes to be. */
  until: (isSo: () => boolean) => Promise<void>;
  /** Waits until nothing moves any more but by the next act. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Sets up one schedule with these parts. */
export async function openStage(schedule: Schedule, parts: Parts): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  const socketOf = (actor: ActorId) => join(folder, actor.replaceAll('/', '-'));
  const model = await startHeldModel();
  const ledger = openLedger();
  const wakers = new Set<() => void>();
  const wake = () => wakers.forEach((one) => one());
  let [intrusions, asked, opening] = [0, 0, 0];
  const watched = (envelope: Envelope): Envelope => ({
    ...envelope,
    reserve(amount, signal) {
      asked += 1;
      wake();
      return envelope.reserve(amount, signal);
    },
    async open(amount, signal) {
      opening += 1;
      const child = await envelope.open(amount, signal);
      opening -= 1;
      return isRefusal(child) ? child : watched(child);
    },
  });
  const meter = watched(parts.makeMeter(schedule.limits.budgetMicroUsd));
  const keeper: Keeper = parts.openKeeper(schedule, { broker: () => broker, socketOf, wake });
  const broker = await parts.serveBroker(
    {
      socketPath: socketOf(MAIN),
      agentToken: tokenOf(MAIN),
      upstream: model.url,
      apiKey: 'dummy-real-key',
      models: [MODEL],
      budgetMicroUsd: schedule.limits.budgetMicroUsd,
      maxTokensCap: 4096,
      maxRequests: 1000,
      toolNames: [],
      onEvent(event) {
        if (event.kind === 'refused' && event.request === 0) intrusions += 1;
        ledger.hear(event);
        keeper.hear(event);
        wake();
      },
    },
    () => meter,
    tellEach,
  );
  const until = async (isSo: () => boolean) => {
    const late = Date.now() + parts.patienceMs;
    while (!isSo()) {
      if (Date.now() > late) throw new Error('what had to come never came');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, parts.patienceMs);
        wakers.add(function once() {
          clearTimeout(timer);
          wakers.delete(once);
          resolve();
        });
      });
    }
  };
  return {
    schedule,
    broker,
    keeper,
    ledger,
    model,
    meter,
    socketOf,
    until,
    intrusions: () => intrusions,
    asked: () => asked,
    async settle() {
      // Who is being opened waits for money, or will be served soon.
      for (let isMoving = true; isMoving;) {
        await until(() => keeper.opening().length <= opening);
        const flying = ledger.inFlight();
        await Promise.all(flying.map(({ number }) => model.arrived(number)));
        await turn();
        await turn();
        isMoving = keeper.opening().length > opening || ledger.inFlight().length > flying.length;
      }
    },
    async close() {
      await broker.close();
      await model.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
