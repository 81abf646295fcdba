import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkConfig } from '../../core/check/check-config.ts';
import { readDemonstration } from '../../lab/demo/gallery.ts';
import { readyAgents } from '../../lab/gallery.ts';
import { targetsOf } from '../../lab/redteam/agents/target.ts';
import type { ScenarioReport } from '../../lab/redteam/run-scenario.ts';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { realClaude } from '../real-claude.ts';

/* The ready agents of examples/: each does what its folder says, and holds. */

beforeAll(realClaude, 150_000);

const agents = readyAgents();
const textOf = (path: string) => readFileSync(path, 'utf8');

test('examples/README.md lists every agent, and no other', () => {
  const listed = [...textOf(join(ROOT, 'examples/README.md')).matchAll(/\]\(([a-z-]+)\/README\.md\)/g)];
  expect(listed.map(([, name = '']) => name).toSorted()).toEqual(agents.map(({ name }) => name));
  expect(agents.length).toBe(10);
});

describe.each(agents)('$name', (agent) => {
  const config = textOf(agent.config);

  test('is a profile that the check has nothing to say about', () => {
    const { findings, agents: checked } = checkConfig(config, 'x', existsSync);
    expect([findings, checked[0]?.agent]).toEqual([[], agent.name]);
  });

  test('may do what its page says, costs what it says, and is started by what it says', () => {
    const read = targetsOf(config, 'x', () => null);
    const [plan] = (read.targets ?? []).map((one) => one.plan);
    const page = textOf(join(agent.folder, 'README.md'));
    const line = (begin: string) => page.split('\n').find((one) => one.startsWith(`- **${begin}:**`)) ?? '';
    const tools = [...line('May').matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name = '']) => name);
    expect(tools.toSorted()).toEqual(plan?.tools.toSorted());
    expect(line('Costs at most')).toContain(
      `$${plan?.budgetUsd.toFixed(2)} a run, ${plan?.timeoutMinutes} minutes, ${plan?.maxTurns} turns.`,
    );
    for (const trigger of plan?.triggers ?? []) expect(line('Started by')).toContain(`\`${trigger}\``);
    expect(line('May not')).not.toBe('');
    expect(page).toContain(`npm start -- --example ${agent.name}`);
  });

  test('does what its demonstration shows', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dispatch-gallery-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const env = { ...process.env, ANTHROPIC_API_KEY: '', TMPDIR: folder };
    const ended = await run(join(ROOT, 'cli/dispatch'), ['start', '--example', agent.name], { env });
    expect({ code: ended.code, err: ended.err }, ended.out).toEqual({ code: 0, err: '' });
    expect(ended.out).toMatch(new RegExp(readDemonstration(agent).shows, 'm'));
  });
});

test('a handful of attacks on each of them holds', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-gallery-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const found = join(folder, 'found.json');
  const few = ['M01', 'M02', 'M03', 'M06-w', 'M17'];
  const ended = await run(join(ROOT, 'cli/dispatch'), ['redteam', '--gallery', ...few, '--json', found], {
    path: `${dirname(process.execPath)}:/usr/bin:/bin`,
  });
  expect({ code: ended.code, err: ended.err }, ended.out).toEqual({ code: 0, err: '' });
  const { reports } = JSON.parse(textOf(found)) as { reports: ScenarioReport[] };
  for (const { name } of agents)
    expect(reports.filter((one) => one.agent === name).length).toBeGreaterThanOrEqual(few.length - 1);
  expect(reports.flatMap(({ hits }) => hits)).toEqual([]);
});
