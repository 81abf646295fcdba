import { beforeAll, describe, expect, test } from 'vitest';
import type { Crew } from '../../action/fleet/crew.ts';
import { left, members } from '../../core/fleet/fleet.ts';
import { lastToolResults, type TurnFunction } from '../../lab/model/script.ts';
import { makeBottomless } from '../action/fleet/bottomless.ts';
import { HOSTILE, hostilePlan, withHostile } from './hostile-cli.ts';
import { idle, leadOf, runFleet, type FleetRun } from './run-fleet.ts';

/* Workers that forge, replay, flood, hurry and lie, beside one that does its work: W01, W03, W04 and W05. */

const own = (name: string, input: object = {}) => ({ tool: `mcp__dispatch__${name}`, input: { ...input } });
const names = Object.keys(HOSTILE);
const numbers = names.map((_, at) => at + 2);
const LIMITS = { max_workers: 16, max_parallel: 4 };

/** The lead starts a worker that waits for messages, then all others, and looks at what came of them. */
const model: TurnFunction = (request, at) => {
  if (JSON.stringify(request.system).includes('You are peer'))
    return at === 0 ? { calls: [own('inbox', { seconds: 600 })] } : { text: 'Somebody spoke to me.' };
  const spawn = (agent: string) => own('spawn_worker', { agent, task: 'Help.' });
  if (at === 0) return { calls: ['peer', ...names].map(spawn) };
  if (at === 1) return { calls: numbers.map((worker) => own('wait', { worker, seconds: 60 })) };
  if (at === 2) return { calls: [own('status', { worker: 1 }), own('inbox'), own('list')] };
  return {
    text: lastToolResults(request)
      .map(({ text }) => text)
      .join('\n====\n'),
  };
};

async function attack(bound?: (crew: Crew) => void) {
  const lead = { ...leadOf(['peer', ...names], LIMITS), maxTurns: 90, budgetUsd: 5 };
  const team = [{ ...idle, agent: 'peer' }, ...names.map(hostilePlan)];
  const fleet = await runFleet(model, { lead, team, use: withHostile, ...(bound && { bound }) });
  const [peer = '', inbox = '', list = ''] = fleet.run.results.at(-1)?.text.split('\n====\n') ?? [];
  return { ...fleet, peer, inbox, list };
}

/** What is on the record of a hostile worker: refused calls, calls to others that were not made, and its end. */
function recordOf({ entries }: FleetRun, agent: string) {
  const id = `main/${names.indexOf(agent) + 2}`;
  return entries.flatMap((entry) => {
    if (entry.type === 'asked' && entry.actor[0] === id && entry.verdict === 'deny')
      return [`${entry.tool} ${entry.rule}`];
    if (entry.type === 'fleet' && entry.worker === id) return [`${entry.became} ${entry.code ?? ''}`.trim()];
    return entry.type === 'worker_end' && entry.worker === id ? [entry.end] : [];
  });
}

/** Whether the peer has heard anything from anybody. */
const peerWasReached = ({ requests }: FleetRun) =>
  requests.some(
    ({ body }) => JSON.stringify(body).includes('FORGED') && JSON.stringify(body).includes('You are peer'),
  );

/** How many messages of a flood the lead is told. */
const floodIn = ({ inbox }: { inbox: string }) => [...inbox.matchAll(/\bflood\b/g)].length;

describe('workers whose program is theirs', () => {
  let fleet: Awaited<ReturnType<typeof attack>>;
  beforeAll(async () => {
    fleet = await attack();
  });

  test('reach nobody but their lead, in their own name', () => {
    expect(fleet.peer).toMatch(/^Worker 1 \(peer\) is at work/);
    expect(peerWasReached(fleet)).toBe(false);
    expect(fleet.inbox).not.toContain('FORGED');
    expect(fleet.inbox).not.toContain('HASTY');
    expect(fleet.inbox).not.toMatch(/From (?!worker \d+ \((?:flooder|replayer)\):)/);
  });

  test('start nobody, end nobody, and hold nothing at the end', () => {
    const all = members(fleet.crew.fleet());
    expect(all).toHaveLength(names.length + 2);
    expect(left(fleet.crew.fleet(), 'main').reserved).toBe(0);
    expect(fleet.crew.colleagues.get('main/1')?.end?.end).toBe('cancelled');
  });

  test('a forger is refused each time, on the record', () => {
    expect(recordOf(fleet, 'forger')).toEqual([
      'refused no-such-worker',
      'mcp__dispatch__message fleet-arguments',
      'mcp__dispatch__message fleet-arguments',
      'mcp__dispatch__message fleet-arguments',
      'mcp__dispatch__cancel listed-tool',
      'mcp__dispatch__result listed-tool',
      'mcp__dispatch__spawn_worker listed-tool',
      'finished',
    ]);
  });

  test.each([
    ['replayer', ['done', 'failed']],
    ['hasty', ['failed']],
    ['liar', ['died']],
    ['turncoat', ['died']],
    ['silent', ['died']],
    ['talker', ['refused no-such-worker', 'died']],
  ])('the record of a %s', (agent, record) => {
    expect(recordOf(fleet, agent)).toEqual(record);
  });

  test('a flood stops where the inbox is full', () => {
    const record = recordOf(fleet, 'flooder');
    expect(record).toHaveLength(61);
    expect(record.filter((one) => one === 'refused inbox-full').length).toBeGreaterThanOrEqual(40);
    expect(floodIn(fleet)).toBeLessThanOrEqual(20);
  });
});

describe('ablation', () => {
  let fleet: Awaited<ReturnType<typeof attack>>;
  beforeAll(async () => {
    fleet = await attack((crew) => {
      const { serverOf } = crew;
      crew.serverOf = (actor) => serverOf(actor === 'main/2' ? 'main' : actor);
      const lead = crew.colleagues.get('main');
      if (lead !== undefined) makeBottomless(lead.mailbox);
    });
  });

  test('were a pipe not what says who asks, a forger would reach its peer', () => {
    expect(peerWasReached(fleet)).toBe(true);
    expect(recordOf(fleet, 'forger')).not.toContain('refused no-such-worker');
  });

  test('were an inbox bottomless, all of a flood would reach the lead', () => {
    expect(recordOf(fleet, 'flooder')).not.toContain('refused inbox-full');
    expect(floodIn(fleet)).toBe(60);
  });
});
