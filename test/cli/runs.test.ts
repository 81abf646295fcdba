import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunNote } from '../../cli/runs/run-note.ts';
import { openStore, type Store } from '../../edge/store/store.ts';
import { newJob } from '../edge/store/conformance/bench.ts';
import { ROOT, run } from './run-dispatch.ts';

let folder = '';
let runs = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runs-'));
  runs = join(folder, 'runs');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dispatch = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), words, {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder, XDG_STATE_HOME: 'not/absolute', DISPATCH_RUNS_DIR: runs },
  });

/** A run as `dispatch run` leaves it. */
function kept(id: string, changes: Partial<RunNote> = {}, costUsd: number | null = 0.25): void {
  const note: RunNote = {
    version: 1,
    id,
    agent: 'reviewer',
    task: 'look\u001B[31m at it',
    repository: '/home/ada/project',
    commit: 'a'.repeat(40),
    uncommitted: false,
    scripted: false,
    began: `${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}T10:00:00.000Z`,
    ended: '2026-11-21T10:01:00.000Z',
    exit: 0,
    pid: 1,
    ...changes,
  };
  const result = {
    version: 2,
    job_id: null,
    agent: note.agent,
    outcome: 'success',
    error_code: null,
    cause: null,
    text: 'Fine.',
    cost_usd: costUsd,
    tokens: null,
    duration_ms: 1000,
    turns: 1,
    model: 'claude-opus-5-5',
    calls: { allowed: 2, refused: 1 },
    refused_calls: [],
    allowed_calls: [],
    cli_version: null,
    cage: null,
    audit_head: null,
  };
  mkdirSync(join(runs, id), { recursive: true });
  writeFileSync(join(runs, id, 'run.json'), JSON.stringify(note));
  if (note.ended !== null) writeFileSync(join(runs, id, 'result.json'), JSON.stringify(result));
  writeFileSync(
    join(runs, id, 'job.log'),
    `##[group]Run\n[dispatch] allowed  Read a.ts\n[dispatch] \u001B]0;evil\u0007done\n`,
  );
}

test('nothing is kept yet', async () => {
  expect(await dispatch('status')).toMatchObject({
    code: 0,
    out: expect.stringContaining('No run is kept here yet'),
  });
  expect(await dispatch('status', '--json')).toMatchObject({
    code: 0,
    out: '{\n  "runs": [],\n  "jobs": null\n}\n',
  });
  expect(await dispatch('logs')).toMatchObject({
    code: 1,
    err: expect.stringContaining('No run is kept here yet'),
  });
  expect(await dispatch('ledger', '--local')).toMatchObject({
    code: 0,
    out: 'No run is kept on this machine yet.\n',
  });
});

describe('runs that are kept', () => {
  beforeEach(() => {
    kept('20261120-100000-reviewer-aaaa');
    kept('20261121-100000-reviewer-bbbb', { scripted: true });
    kept('20261122-100000-tester-cccc', { agent: 'tester', ended: null, exit: null, pid: process.pid });
    kept('20261123-100000-tester-dddd', { agent: 'tester', ended: null, exit: null, pid: 2 ** 22 + 1 });
    mkdirSync(join(runs, 'no run'));
    writeFileSync(join(runs, 'no run', 'run.json'), '{"version":1}');
  });

  test('are listed, the newest first; no terminal obeys what they say', async () => {
    const { code, out } = await dispatch('status');
    expect(code).toBe(0);
    expect(out).toBe(`RUN                            STATE        COST      CALLS                 TASK
20261123-100000-tester-dddd    interrupted  unknown   -                     look at it
20261122-100000-tester-cccc    running      unknown   -                     look at it
20261121-100000-reviewer-bbbb  success      scripted  2 allowed, 1 refused  look at it
20261120-100000-reviewer-aaaa  success      $0.25     2 allowed, 1 refused  look at it
`);
    const json = JSON.parse((await dispatch('status', '--most', '1', '--json')).out) as { runs: unknown[] };
    expect(json.runs).toMatchObject([
      { id: '20261123-100000-tester-dddd', state: 'interrupted', costUsd: null },
    ]);
  });

  test('say again what they said, by the beginning or the end of their id', async () => {
    for (const name of [['aaaa'], ['20261120'], ['20261120-100000-reviewer-aaaa'], []])
      expect(await dispatch('logs', ...name)).toEqual({
        code: 0,
        out: 'allowed  Read a.ts\ndone\n',
        err: '',
      });
    expect((await dispatch('logs', 'last', '--all')).out).toContain('## [group]Run\n[dispatch] allowed');
    expect(await dispatch('logs', '2026')).toMatchObject({
      code: 1,
      err: expect.stringContaining('4 runs are called'),
    });
    expect(await dispatch('logs', '20261120-100000-reviewer-aaab')).toMatchObject({
      code: 1,
      err: expect.stringContaining("Did you mean '20261120-100000-reviewer-aaaa'?"),
    });
    expect(await dispatch('logs', 'aaaa', '--json')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no record'),
    });
  });

  test('are summed by day and agent; a script spends nothing', async () => {
    kept('20261120-110000-reviewer-eeee');
    kept('20261120-120000-reviewer-ffff', {}, null);
    expect((await dispatch('ledger', '--local')).out).toBe(`DAY         AGENT     RUNS  SCRIPTED  SPENT
2026-11-23  tester    1     0         $0.00 and 1 of unknown cost
2026-11-22  tester    1     0         $0.00 and 1 of unknown cost
2026-11-21  reviewer  1     1         $0.00
2026-11-20  reviewer  3     0         $0.50 and 1 of unknown cost
`);
    const { out } = await dispatch('ledger', '--local', '--json');
    expect(JSON.parse(out)).toMatchObject({
      sums: [{}, {}, {}, { agent: 'reviewer', runs: 3, spentUsd: 0.5 }],
    });
  });
});

describe("the app's store", () => {
  let store: Store;
  const ID = '0123456789abcdef0123456789abcdef';
  beforeEach(async () => {
    const time = Date.parse('2026-11-20T10:00:00Z');
    store = openStore(join(folder, 'dispatch.db'), { now: () => time });
    const { job } = await store.jobs.accept(newJob({ jobId: ID }));
    await store.jobs.move(job, ['authorised'], 'dispatching');
    await store.jobs.finish(job, 'failed', 'over-budget');
    await store.jobs.accept(newJob({ jobId: ID.replace(/^0123/, '0124'), commandCommentId: 2 }));
  });
  afterEach(() => store.close());

  test('has jobs, those under way first', async () => {
    const { code, out } = await dispatch('status', '--state-dir', folder);
    expect(code).toBe(0);
    expect(out.slice(out.indexOf('JOB')))
      .toBe(`JOB       THREAD        AGENT     USER  STATE                 SINCE
01244567  octo/hello#3  reviewer  mona  authorised            2026-11-20T10:00:00Z
01234567  octo/hello#3  reviewer  mona  failed (over-budget)  2026-11-20T10:00:00Z
`);
    const json = JSON.parse((await dispatch('status', '--state-dir', folder, '--json')).out) as {
      jobs: unknown[];
    };
    expect(json.jobs).toHaveLength(2);
  });

  test('tells what became of one of them', async () => {
    const { code, out } = await dispatch('logs', '--job', '0123', '--state-dir', folder);
    expect(code).toBe(0);
    expect(out).toContain(`${ID}: reviewer for mona in octo/hello#3\n`);
    expect(out).toMatch(/authorised\n.*dispatching\n.*failed {2}\(over-budget\)\n$/);
    expect(
      JSON.parse((await dispatch('logs', '--job', ID, '--state-dir', folder, '--json')).out),
    ).toMatchObject({
      jobId: ID,
      history: [{ to: 'authorised' }, { to: 'dispatching' }, { to: 'failed', cause: 'over-budget' }],
    });
    expect((await dispatch('logs', '--job', '012', '--state-dir', folder)).code).toBe(2);
    expect((await dispatch('logs', '--job', '0125', '--state-dir', folder)).err).toContain('knows no job');
    expect((await dispatch('logs', '--job', '0123')).err).toContain('--job needs the store');
  });
});

test.each([
  [['status', '--most', '0'], 2],
  [['logs', 'a', 'b'], 2],
  [['ledger', '--runs', 'x'], 2],
  [['ledger', '--local', '--by', 'user'], 2],
  [['status', '--state-dir', '/nowhere'], 1],
])('%j', async (words, code) => {
  expect((await dispatch(...words)).code).toBe(code);
});
