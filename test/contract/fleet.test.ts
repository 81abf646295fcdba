import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { plannedFleet } from '../../core/config/fleet.ts';
import { members } from '../../core/fleet/fleet.ts';
import { lastToolResults, type TurnFunction } from '../../lab/model/script.ts';
import { idle, leadOf, runFleet } from './run-fleet.ts';

const own = (name: string, input: object = {}) => ({ tool: `mcp__dispatch__${name}`, input: { ...input } });
const spawn = (agent = 'helper') => own('spawn_worker', { agent, task: 'Help.' });

test('a lead waits longer for a worker than the CLI waits for any other tool', async () => {
  const seconds = 12;
  const model: TurnFunction = (request, at) => {
    const isHelper = JSON.stringify(request.system).includes('You are helper');
    // Nobody leaves it a message: so it takes as long.
    if (isHelper) return at === 0 ? { calls: [own('inbox', { seconds })] } : { text: 'Helped.' };
    if (at === 0) return { calls: [spawn()] };
    if (at === 1) return { calls: [own('wait', { worker: 1, seconds: 500 })] };
    if (at === 2) return { calls: [own('result', { worker: 1 })] };
    return { text: lastToolResults(request)[0]?.text ?? 'nothing' };
  };
  const { run, entries } = await runFleet(model, {
    lead: { ...leadOf(['helper']), timeoutMinutes: 10 },
    team: [{ ...idle, timeoutMinutes: 10 }],
  });
  expect(run.results.at(-1)?.text).toMatch(/Worker 1 \(helper\) has finished.*untrusted-.*\nHelped\.\n/s);
  expect(entries.filter(({ type }) => type === 'fleet')).toHaveLength(4);
});

test('a cancelled run ends everybody in it: no process, socket or folder of theirs is left', async () => {
  const run = new AbortController();
  const model: TurnFunction = (request, at) => {
    if (JSON.stringify(request.system).includes('You are helper')) {
      // By now all of it stands.
      setTimeout(() => run.abort(), 300);
      return { calls: [own('inbox', { seconds: 600 })] };
    }
    return at === 0 ? { calls: [spawn(), spawn()] } : { calls: [own('wait', { worker: 1, seconds: 600 })] };
  };
  const before = childrenOfThis();
  const fleet = await runFleet(model, { lead: leadOf(['helper']), team: [idle], cancelled: run.signal });
  expect(fleet.run.cancelled).toBe(true);
  expect([...fleet.crew.colleagues.values()].slice(1).map(({ end }) => end?.end)).toEqual([
    'cancelled',
    'cancelled',
  ]);
  expect(fleet.leftBehind).toEqual(['audit.jsonl', 'checkout']);
  expect(childrenOfThis()).toEqual(before);
});

test('a sub-lead has workers of its own, within its envelope and its depth', async () => {
  const sub = {
    ...idle,
    agent: 'sub',
    mayDispatch: ['helper'],
    fleet: plannedFleet(['helper']),
    budgetUsd: 0.6,
  };
  const model: TurnFunction = (request, at) => {
    const said = () =>
      lastToolResults(request)
        .map(({ text }) => text)
        .join('\n');
    const system = JSON.stringify(request.system);
    if (system.includes('You are helper')) return { text: 'Helped.' };
    if (system.includes('You are sub'))
      return at === 0
        ? { calls: [spawn(), own('wait', { worker: 1 }), own('result', { worker: 1 }), own('list')] }
        : { text: said() };
    if (at === 0)
      return {
        calls: [
          own('spawn_sublead', { agent: 'sub', task: 'Lead on.', budget_usd: 0.5 }),
          own('wait', { worker: 1 }),
          own('result', { worker: 1 }),
        ],
      };
    return { text: said() };
  };
  const lead = leadOf(['sub', 'helper'], { max_depth: 2, max_parallel: 1 });
  const { run, entries, crew } = await runFleet(model, { lead, team: [sub, idle] });
  expect(run.results.at(-1)?.text).toMatch(
    /Worker 1 \(sub\) has finished.*Worker 1 \(helper\) has finished.*Helped\./s,
  );
  const hired = entries.flatMap((entry) =>
    entry.type === 'worker' ? [`${entry.lead} > ${entry.worker}`] : [],
  );
  expect(hired).toEqual(['main > main/1', 'main/1 > main/1/1']);
  // What the parts cost is what the broker says the whole cost.
  const parts = members(crew.fleet()).reduce((sum, one) => sum + one.ownMicroUsd, 0);
  expect(parts).toBe(run.spentMicroUsd);
});

/** What this process has started and not seen the end of. */
function childrenOfThis(): string {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8');
}
