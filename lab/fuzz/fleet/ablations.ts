import * as core from '../../../core/fleet/fleet.ts';
import type { Member } from '../../../core/fleet/member.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { makeMeter, type Envelope } from '../../../edge/broker/meter.ts';
import { serveBroker } from '../../../edge/broker/serve.ts';
import { keeperOver, type FleetPart } from './keeper.ts';
import type { OracleName } from './oracles.ts';
import { realParts, type Parts } from './parts.ts';

/** Parts with one thing broken, and the oracle that has to see it. */
export type Ablation = { name: string; expected: OracleName; parts: Parts };

const whole: Parts = { ...realParts, patienceMs: 1000 };

/** A meter and all within it, each changed. */
function everywhere(envelope: Envelope, change: (one: Envelope) => Partial<Envelope>): Envelope {
  return {
    ...envelope,
    async open(amount, signal) {
      const child = await envelope.open(amount, signal);
      return isRefusal(child) ? child : everywhere(child, change);
    },
    ...change(envelope),
  };
}

const withMeter = (change: (one: Envelope) => Partial<Envelope>): Parts => ({
  ...whole,
  makeMeter: (budget) => everywhere(makeMeter(budget), change),
});
const withFleet = (change: Partial<FleetPart>): Parts => ({
  ...whole,
  openKeeper: keeperOver({ ...core, ...change }),
});

function replaced(fleet: core.Fleet, change: (member: Member) => Member): core.Fleet {
  return {
    ...fleet,
    members: new Map([...fleet.members].map(([actor, member]) => [actor, change(member)])),
  };
}

export const ablations: readonly Ablation[] = [
  {
    name: 'a request holds nothing while it is in flight',
    expected: 'overspent',
    parts: withMeter((one) => ({
      reserve: async (amount, signal) => {
        const held = await one.reserve(0, signal);
        return isRefusal(held) ? held : { ...held, amount };
      },
    })),
  },
  {
    name: 'an envelope is not held in that of the parent',
    expected: 'books',
    parts: withMeter(() => ({ open: (amount) => Promise.resolve(makeMeter(amount)) })),
  },
  {
    name: 'what is left of an envelope does not come back',
    expected: 'held',
    parts: withMeter((one) => ({ close: () => one.spent() })),
  },
  {
    name: 'a second end books once more',
    expected: 'books',
    parts: withFleet({
      end(fleet, actor, how, cost) {
        const ended = core.end(fleet, actor, how, cost);
        if (ended.fleet !== fleet) return ended;
        const again = (one: Member) =>
          one.actor === actor ? { ...one, ownMicroUsd: one.ownMicroUsd + cost } : one;
        return { fleet: replaced(fleet, again), starts: [] };
      },
    }),
  },
  {
    name: 'whoever stands below an ended one is left alone',
    expected: 'orphan',
    parts: withFleet({
      cancelOrder: (_fleet, actor) => [actor],
      end(fleet, actor, how) {
        return {
          fleet: replaced(fleet, (one) => (one.actor === actor ? { ...one, state: how } : one)),
          starts: [],
        };
      },
    }),
  },
  {
    name: 'depth, workers and places are counted by nobody',
    expected: 'caps',
    parts: withFleet({
      admit(fleet, wanted) {
        const most = { maxDepth: 99, maxWorkers: 99, maxParallel: 99, maxTotalWorkers: 99 };
        const admitted = core.admit({ ...fleet, limits: { ...fleet.limits, ...most } }, wanted);
        if (isRefusal(admitted)) return admitted;
        return { ...admitted, fleet: { ...admitted.fleet, limits: fleet.limits } };
      },
    }),
  },
  {
    name: 'whoever is queued is forgotten',
    expected: 'stuck',
    parts: withFleet({
      end(fleet, actor, how, cost) {
        const ended = core.end(fleet, actor, how, cost);
        const back = (one: Member): Member =>
          ended.starts.includes(one.actor) ? { ...one, state: 'queued' } : one;
        return { fleet: replaced(ended.fleet, back), starts: [] };
      },
    }),
  },
  {
    name: 'a member that has ended is still listened to',
    expected: 'deaf',
    parts: {
      ...whole,
      async serveBroker(options, ...parts) {
        const broker = await serveBroker(options, ...parts);
        return { ...broker, closeActor: (actor) => Promise.resolve(broker.spentMicroUsd(actor)) };
      },
    },
  },
];
