import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { git } from '../../edge/runner/git.ts';
import { startModel } from '../../lab/model/server.ts';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { API_KEY, oneLine } from './story.ts';

/* What `npm start -- --example` shows is there, and the faults that it tells of are faults. */

/** Runs an example as a person does; the answers come from its script unless the environment names a model. */
async function example(name: string, model: Record<string, string> = { ANTHROPIC_API_KEY: '' }) {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-example-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, ...model, TMPDIR: folder };
  const finished = await run(join(ROOT, 'cli/dispatch'), ['start', '--example', name], { env });
  const [gitDir = ''] = globSync(join(folder, 'agent-dispatch-start-*/*.git'));
  return {
    ...finished,
    last: finished.out.trimEnd().split('\n').at(-1) ?? '',
    /** The texts of the files of this name in the artifacts of the runs. */
    files: (file: string) =>
      globSync(
        join(folder, `agent-dispatch-start-*/runner/*/*/work/_temp/agent-dispatch-result-*/${file}`),
      ).map((path) => readFileSync(path, 'utf8')),
    /** A working tree of what a branch of the stand-in's repository holds now. */
    branch: async (ref: string): Promise<string> => {
      const clone = mkdtempSync(join(folder, 'clone-'));
      await git(['clone', '--quiet', '--branch', ref, gitDir, clone], folder);
      return clone;
    },
    branches: () =>
      git([`--git-dir=${gitDir}`, 'for-each-ref', '--format=%(refname:short)', 'refs/heads'], folder),
  };
}

const tests = (cwd: string) => run(process.execPath, ['--test', '--test-reporter=spec'], { cwd });

/** Replaces the one place where a line of a file says this. */
function mend(file: string, from: string, to: string): void {
  const before = readFileSync(file, 'utf8');
  expect(before.split(from)).toHaveLength(2);
  writeFileSync(
    file,
    before.replace(from, () => to),
  );
}

test('--example review: two comments stand under the lines of two faults that are there', async () => {
  const { code, err, last, out, branch } = await example('review');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(last).toMatch(
    /^1 run, 0 failed, 1 review with 2 inline comments, 1 comment in \d+ states, \d+\.\d s$/,
  );
  expect(out).toMatch(
    /^ +4 \+.*page \* size - 1\);\n +┃ agent-dispatch\[bot\] at line 4:\n +┃ Each page misses/m,
  );
  expect(out).toMatch(
    /^ +10 \+ +} catch {\n +┃ agent-dispatch\[bot\] at line 10:\n +┃ This swallows every error/m,
  );

  const tree = await branch('statement-pages');
  const pages = `import { statement } from './src/statement.js';
    const entries = Array.from({ length: 25 }, (_, cents) => ({ from: 'a', to: 'b', cents }));
    console.log([1, 2].map((page) => statement({ entries }, 'a', page).length).join());`;
  const shown = async () =>
    (await run(process.execPath, ['--input-type=module', '-e', pages], { cwd: tree })).out;
  expect(await shown()).toBe('19,5\n');
  const [, suggested = ''] = /┃ ```suggestion\n +┃ (.*)\n +┃ ```/.exec(out) ?? [];
  mend(
    join(tree, 'src/statement.js'),
    '  return entries.slice((page - 1) * size, page * size - 1);',
    suggested,
  );
  expect(await shown()).toBe('20,5\n');
  const lost = `import { restore } from './src/restore.js';
    const ledger = { accounts: new Map(), entries: [] };
    console.log(restore(ledger, '{"from":"a","to":"b","cents":1}'), ledger.entries.length);`;
  expect((await run(process.execPath, ['--input-type=module', '-e', lost], { cwd: tree })).out).toBe('1 0\n');
});

test('--example patch: the draft pull request mends what the issue tells of', async () => {
  const { code, err, last, out, branch, branches } = await example('patch');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(last).toMatch(
    /^1 run, 0 failed, 1 draft pull request that changes 2 files, 1 comment in \d+ states, \d+\.\d s$/,
  );
  const [made = '', ...others] = (await branches()).split('\n');
  expect([made.replace(/\w+$/, ''), others]).toEqual(['dispatch/', ['main']]);
  const told = out.slice(out.indexOf('── Draft pull request #2'));
  expect(told).toContain(`${made} → main`);
  expect(told).toMatch(/Commit [0-9a-f]{7} by agent-dispatch\[bot\]:\n +Change by the agent coder/);
  expect(told).toMatch(/^ +5 \+ {2}if \(!source \|\| !target/m);
  const proposed = await branch(made);
  expect(await tests(proposed)).toMatchObject({ code: 0, out: expect.stringContaining('pass 2') });
  // The new test is what finds the fault.
  const before = await branch('main');
  writeFileSync(join(proposed, 'src/transfer.js'), readFileSync(join(before, 'src/transfer.js')));
  expect(await tests(proposed)).toMatchObject({ code: 1, out: expect.stringContaining('fail 1') });
});

test('--example ci-failure: the log is true, and so is the explanation', async () => {
  const { code, err, last, out, branch } = await example('ci-failure');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(last).toMatch(/^1 run, 0 failed, 1 comment in \d+ states, \d+\.\d s$/);
  const words = [
    'context: logs of 1 failed jobs',
    'tester is done',
    'moves no money any more',
    '500 !== 300',
    'Smallest change:',
  ];
  const places = words.reduce<number[]>(
    (found, word) => [...found, out.indexOf(word, (found.at(-1) ?? 0) + 1)],
    [],
  );
  expect(places).not.toContain(-1);
  const tree = await branch('booking');
  const failing = await tests(tree);
  expect(failing).toMatchObject({
    code: 1,
    out: expect.stringMatching(/500 !== 300[^]*transfer\.test\.js:14:10/),
  });
  const [, smallest = ''] = /Smallest change: `(.*)`/.exec(out) ?? [];
  const file = join(tree, 'src/transfer.js');
  mend(file, readFileSync(file, 'utf8').split('\n')[11]!, smallest);
  expect(await tests(tree)).toMatchObject({ code: 0 });
});

test('--example group: two agents talk until both say that it is resolved', async () => {
  const { code, err, last, out } = await example('group');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(last).toMatch(/^1 run, 0 failed, 1 comment in \d+ states, \d+\.\d s$/);
  expect(out).toMatch(
    /Both said[^]*proposer, turn 1[^]*critic, turn 1[^]*proposer, turn 2[^]*critic, turn 2/,
  );
  const told = [...out.matchAll(/- `(\S+)` \((main\S*)\): finished, \$0\.\d\d/g)];
  expect(told.map(([, agent, id]) => `${id} ${agent}`)).toEqual([
    'main talk',
    'main/1 proposer',
    'main/2 critic',
    'main/3 proposer',
    'main/4 critic',
  ]);
});

test('--example fleet: a lead, three reviewers at a time and an aggregator give one answer, and say what each cost', async () => {
  const { code, err, last, out, files } = await example('fleet');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(last).toMatch(/^1 run, 0 failed, 1 comment in \d+ states, \d+\.\d s$/);
  expect(out).toMatch(
    /Two faults lose data without a word\.\n[^]*1\. `src\/statement\.js:4`[^]*2\. `src\/restore\.js:10`/,
  );
  const told = [
    ...out.matchAll(/- `(\S+)` \((main\S*)\): finished, \$0\.\d\d, (\d+) calls? allowed, (\d) refused/g),
  ];
  expect(told.map(([, agent, id, , refused]) => `${id} ${agent} ${refused}`)).toEqual([
    'main lead 0',
    'main/1 area-reviewer 0',
    'main/2 area-reviewer 0',
    'main/3 area-reviewer 1',
    'main/4 aggregator 0',
  ]);
  const [summary = ''] = files('summary.jsonl');
  const lines = summary
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          id: string;
          parent: string | null;
          cost_usd: number;
          began: string;
          ended: string;
        },
    );
  expect(lines.map(({ parent }) => parent)).toEqual([null, 'main', 'main', 'main', 'main']);
  // The parts cost what the whole did, and the second began before the first had ended.
  const [result = ''] = files('result.json');
  const whole = (JSON.parse(result) as { cost_usd: number }).cost_usd;
  expect(lines.reduce((sum, { cost_usd }) => sum + cost_usd, 0)).toBeCloseTo(whole, 6);
  expect(lines[2]!.began < lines[1]!.ended).toBe(true);
  const [record = ''] = files('audit.jsonl');
  const kinds = record.split('\n').flatMap((line) => /"type":"(worker|worker_end)"/.exec(line)?.[1] ?? []);
  expect(kinds.filter((kind) => kind === 'worker')).toHaveLength(4);
  expect(kinds.filter((kind) => kind === 'worker_end')).toHaveLength(4);
});

test.each([
  ['review', /^1 run, 0 failed, no review, 1 comment/],
  ['patch', /^1 run, 0 failed, no draft pull request, 1 comment/],
])('an example whose agent brings no %s has failed', async (name, words) => {
  const model = await startModel(oneLine, { apiKey: API_KEY });
  onTestFinished(() => model.close());
  const { code, last } = await example(name, { ANTHROPIC_API_KEY: API_KEY, ANTHROPIC_BASE_URL: model.url });
  expect(last).toMatch(words);
  expect(code).toBe(1);
});
