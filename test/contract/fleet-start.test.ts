import { expect, test } from 'vitest';
import { layers, type Layers } from '../../action/caged-job.ts';
import type { Plan } from '../../core/profile/plan.ts';
import type { TurnFunction } from '../../lab/model/script.ts';
import { idle, leadOf, runFleet } from './run-fleet.ts';

const WORKERS = ['reader', 'reader', 'searcher'];

/** With a tool that the CLI would use without asking: only such an agent has a start-up check. */
const worker = (agent: string, tools: string[]): Plan => ({ ...idle, agent, tools, allowedTools: tools });
const team = [worker('reader', ['Glob']), worker('searcher', ['Glob', 'Grep'])];
const tools = ['Read', 'Glob', 'Grep'];
const lead = { ...leadOf(['reader', 'searcher'], { max_parallel: 3 }), tools, allowedTools: tools };

const model: TurnFunction = ({ system }, at) => {
  if (!JSON.stringify(system).includes('You lead') || at > 1) return { text: 'Done.' };
  const own = (name: string, input: object) => ({ tool: `mcp__dispatch__${name}`, input: { ...input } });
  return {
    calls: WORKERS.map((agent, index) =>
      at === 0
        ? own('spawn_worker', { agent, task: 'Look.' })
        : own('wait', { worker: index + 1, seconds: 300 }),
    ),
  };
};

/** Counts what is proven, and lets the shapes of the starts be told by others. */
function counting(changed: Partial<Layers> = {}) {
  const proofs: string[] = [];
  const use: Layers = {
    ...layers,
    proveCage: (options) => {
      proofs.push(options.folder);
      return layers.proveCage(options);
    },
    ...changed,
  };
  return { proofs, use };
}

test('a start like one before is neither proven nor checked again in the same run; another one is', async () => {
  const { proofs, use } = counting();
  const { entries, crew } = await runFleet(model, { lead, team, use });
  const ends = [...crew.colleagues.values()].slice(1).map(({ end }) => end?.end);
  expect(ends).toEqual(['finished', 'finished', 'finished']);
  const checks = entries.flatMap((entry) =>
    entry.type === 'canary' ? [`${entry.tool} ${entry.before === true ? 'before' : 'now'}`] : [],
  );
  expect(checks.toSorted()).toEqual(['Glob before', 'Glob now', 'Glob now', 'Glob now']);
  // One cage holds the lead and all its workers: the same folders, the same limits, the same variables.
  expect(proofs).toHaveLength(1);
});

test('a worker whose own settings do not ask is not covered by what its lead has shown', async () => {
  const { use } = counting({
    launchSettings: (plan) => {
      const settings = layers.launchSettings(plan);
      const isHole = plan.tools.includes('Grep') && !plan.tools.includes('Read');
      return isHole ? { ...settings, permissions: { ...settings.permissions, ask: [] } } : settings;
    },
  });
  const { crew, entries } = await runFleet(model, { lead, team, use });
  const ends = [...crew.colleagues.values()].slice(1).map(({ end }) => end?.end);
  expect(ends).toEqual(['finished', 'finished', 'failed']);
  expect(entries.filter(({ type }) => type === 'canary')).toHaveLength(3);
});

test('a worker whose own cage is another one than its lead has is proven by itself', async () => {
  const { proofs, use } = counting({
    // As if a writable copy alone had led to a hole.
    cageCommand: (contents, environment, inside, identity) => {
      const { program, args } = layers.cageCommand(contents, environment, inside, identity);
      return { program, args: contents.writable ? args.map(keepingNetwork) : args };
    },
  });
  const writer: Plan = { ...worker('searcher', ['Glob']), workspace: 'writable' };
  const { crew } = await runFleet(model, { lead, team: [worker('reader', ['Glob']), writer], use });
  const ends = [...crew.colleagues.values()].slice(1).map(({ end }) => end?.end);
  expect(ends).toEqual(['finished', 'finished', 'failed']);
  expect(proofs).toHaveLength(2);
});

/** Bubblewrap then has the machine's network inside. */
function keepingNetwork(word: string): string {
  return word === '--new-session' ? '--share-net' : word;
}
