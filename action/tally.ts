import type { CallToApprove } from '../core/approval/call.ts';
import type { ActorId } from '../core/fleet/actor-id.ts';
import { counted } from '../core/output/amounts.ts';
import { noTimes, type CallTimes } from '../core/output/call-times.ts';
import { promptTokens, type Usage } from '../core/pricing/prices.ts';
import type { Refusal } from '../core/refusal.ts';
import { emptyEgress, type EgressTally } from './egress-tally.ts';

/** A call as it is shown to people. */
export type ShownCall = { tool: string; input: string };

/** What a run's record adds up to. */
export type Tally = {
  allowed: number;
  refused: number;
  allowedCalls: ShownCall[];
  refusedCalls: (ShownCall & { rule: string; because: string })[];
  /** Calls that the profile keeps for a person to decide. They were not made, and count as neither of the above. */
  wanted: { count: number; calls: ShownCall[] };
  /** The first of those that a person could agree to. */
  deferred: CallToApprove | null;
  brokerRefusals: Refusal[];
  /** Of the answers that said how many they had. */
  tokens: { input: number; output: number };
  egress: EgressTally;
  /** When which call was made, for the summary. */
  times: CallTimes;
};

/** The tally of a run that has done nothing yet. */
export function emptyTally(): Tally {
  return {
    allowed: 0,
    refused: 0,
    allowedCalls: [],
    refusedCalls: [],
    wanted: { count: 0, calls: [] },
    deferred: null,
    brokerRefusals: [],
    tokens: { input: 0, output: 0 },
    egress: emptyEgress(),
    times: noTimes(),
  };
}

/** Adds the tokens of one answer, where it said how many it had. */
export function countTokens({ tokens }: Tally, usage: Usage | null): void {
  if (usage === null) return;
  tokens.input += promptTokens(usage);
  tokens.output += usage.outputTokens;
}

/** How many calls of each kind are shown. */
const SHOWN = 20;

/** What the tallies of several agents of one run come to together; calls say whose they are. What is the lead's alone stays its own. */
export function withWorkers(lead: Tally, workers: readonly (readonly [ActorId, Tally])[]): Tally {
  const add = (of: (tally: Tally) => number) => workers.reduce((sum, [, one]) => sum + of(one), of(lead));
  const named = <Call extends ShownCall>(of: (tally: Tally) => readonly Call[]) =>
    workers.flatMap(([actor, one]) => of(one).map((call) => ({ ...call, tool: `${actor} ${call.tool}` })));
  return {
    ...lead,
    allowed: add(({ allowed }) => allowed),
    refused: add(({ refused }) => refused),
    allowedCalls: [...lead.allowedCalls, ...named((tally) => tally.allowedCalls)].slice(0, SHOWN),
    refusedCalls: [...lead.refusedCalls, ...named((tally) => tally.refusedCalls)].slice(0, SHOWN),
    tokens: { input: add(({ tokens }) => tokens.input), output: add(({ tokens }) => tokens.output) },
    egress: {
      allowed: add(({ egress }) => egress.allowed),
      refused: add(({ egress }) => egress.refused),
      bytes: add(({ egress }) => egress.bytes),
      refusedHosts: [lead, ...workers.map(([, one]) => one)]
        .flatMap(({ egress }) => egress.refusedHosts)
        .slice(0, SHOWN),
    },
  };
}

/** What a tally adds up to without any word of the agent: no call and no host. */
export function figuresOf(tally: Tally): Tally {
  const egress = { ...tally.egress, refusedHosts: [] };
  return {
    ...tally,
    allowedCalls: [],
    refusedCalls: [],
    wanted: { count: 0, calls: [] },
    deferred: null,
    egress,
    times: noTimes(),
  };
}

/** How many calls there were of each kind, in words. */
export function describeCalls({ allowed, refused, wanted }: Tally): string {
  const kept = wanted.count > 0 ? `, ${wanted.count} kept for a person` : '';
  return `${counted(allowed, 'call')} allowed, ${refused} refused${kept}`;
}
