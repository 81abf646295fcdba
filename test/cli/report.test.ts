import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleCalls, sampleRun, type SampleRun } from '../../bench/sample-run.ts';
import type { IndexPage, RunPage } from '../../core/report/page-data.ts';
import { ROOT, run } from './run-dispatch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch-report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sample = sampleRun(sampleCalls(20));
const dispatch = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  run(join(ROOT, 'cli/dispatch'), ['report', ...args], { env: { PATH: '/usr/bin:/bin', ...env } });

function leave(name: string, { lines, result }: SampleRun): string {
  const made = join(folder, name);
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, 'result.json'), JSON.stringify(result));
  writeFileSync(join(made, 'audit.jsonl'), `${lines.join('\n')}\n`);
  return made;
}

/** What the page in a file holds. */
function dataIn(file: string): Omit<RunPage, 'kind'> & Omit<IndexPage, 'kind'> {
  const [, data = ''] =
    /<script id="data" type="application\/json">(.*)<\/script>/.exec(readFileSync(file, 'utf8')) ?? [];
  return JSON.parse(data) as Omit<RunPage, 'kind'> & Omit<IndexPage, 'kind'>;
}

describe('dispatch report RUN_DIR', () => {
  test('writes a page with the whole record in it, and names it', async () => {
    const one = leave('one', sample);
    const file = join(one, 'report.html');
    expect(await dispatch([one])).toEqual({ code: 0, out: `${file}\n`, err: '' });
    const data = dataIn(file);
    expect(data.record).toEqual({ lines: sample.lines, head: sample.result.audit_head, objection: null });
    expect(data.result).toEqual(sample.result);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('shows a record up to where it is wrong, and says so', async () => {
    const lines = sample.lines.with(9, (sample.lines[9] ?? '').replace('"previous":"', '"previous":"0'));
    const one = leave('one', { ...sample, lines });
    const { code, err } = await dispatch([one]);
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringContaining('the record does not hold: line 10: '),
    });
    const { record } = dataIn(join(one, 'report.html'));
    expect(record?.lines).toEqual(sample.lines.slice(0, 9));
    expect(record?.objection?.line).toBe(10);
  });

  test('says that a record has lost its end', async () => {
    const one = leave('one', { ...sample, lines: sample.lines.slice(0, -1) });
    await dispatch([one]);
    expect(dataIn(join(one, 'report.html')).record?.objection?.because).toContain(
      'whose digest was published',
    );
  });

  test('makes a page of a run that left only its result, or only its record', async () => {
    const one = leave('one', sample);
    rmSync(join(one, 'audit.jsonl'));
    expect((await dispatch([one])).code).toBe(0);
    expect(dataIn(join(one, 'report.html')).record).toBeNull();
    const two = leave('two', sample);
    rmSync(join(two, 'result.json'));
    expect((await dispatch([two])).code).toBe(0);
    const { result, resultProblem, record } = dataIn(join(two, 'report.html'));
    expect({ result, resultProblem }).toEqual({
      result: null,
      resultProblem: expect.stringContaining('is missing'),
    });
    expect(record?.objection).toBeNull();
  });

  test('masks the secrets that are named, and says how many', async () => {
    const secret = 'dummy-secret-of-the-test-4711-aaaa';
    const one = leave('one', sampleRun([{ tool: 'Read', input: { file_path: `/${secret}` } }]));
    const { code, err } = await dispatch([one], { DISPATCH_SECRETS: 'MINE', MINE: secret });
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringContaining('1 secret masked (MINE); the page says so'),
    });
    expect(readFileSync(join(one, 'report.html'), 'utf8')).not.toContain(secret);
    const hidden = leave(
      'two',
      sampleRun([{ tool: 'Bash', input: { command: Buffer.from(secret).toString('hex') } }]),
    );
    expect((await dispatch([hidden], { DISPATCH_SECRETS: 'MINE', MINE: secret })).code).toBe(3);
    expect(existsSync(join(hidden, 'report.html'))).toBe(false);
  });

  test('never writes through a link that the artifact brought', async () => {
    const one = leave('one', sample);
    const mine = join(folder, 'mine');
    writeFileSync(mine, 'mine');
    symlinkSync(mine, join(one, 'report.html'));
    const { code, err } = await dispatch([one]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('cannot be written') });
    expect(readFileSync(mine, 'utf8')).toBe('mine');
  });

  test('puts the page elsewhere, and opens it with what the system has', async () => {
    const one = leave('one', sample);
    const out = join(folder, 'out');
    mkdirSync(out);
    writeFileSync(
      join(folder, process.platform === 'darwin' ? 'open' : 'xdg-open'),
      `#!/bin/sh\necho "$1" >"${folder}/opened"\n`,
      { mode: 0o755 },
    );
    const { code } = await dispatch([one, '--out', out, '--open'], { PATH: `${folder}:/usr/bin:/bin` });
    expect(code).toBe(0);
    expect(existsSync(join(one, 'report.html'))).toBe(false);
    expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe(`file://${out}/report.html\n`);
  });
});

describe('dispatch report --index DIR', () => {
  test('tells of every run below it, and links to the pages that are there', async () => {
    const one = leave('a/one', sample);
    leave('b/two', sampleRun(sampleCalls(40), { agent: 'fixer' }));
    await dispatch([one]);
    const { code, out } = await dispatch(['--index', folder]);
    expect({ code, out }).toEqual({ code: 0, out: `${join(folder, 'index.html')}\n` });
    const { runs, unreadable } = dataIn(join(folder, 'index.html'));
    expect(runs.map(({ name, page, agent, day, rules }) => [name, page, agent, day, rules])).toEqual([
      ['a/one', 'a/one/report.html', 'reviewer', '2026-11-20', { 'bash-allow-list': 2 }],
      ['b/two', null, 'fixer', '2026-11-20', { 'bash-allow-list': 4 }],
    ]);
    expect(unreadable).toEqual([]);
  });

  test('names what cannot be read, and counts nothing of it', async () => {
    const one = leave('one', sample);
    writeFileSync(join(one, 'result.json'), '{"version":1}');
    leave('two', { ...sample, lines: sample.lines.toSpliced(5, 1) });
    expect((await dispatch(['--index', folder])).err).toContain('2 runs could not be read');
    const { runs, unreadable } = dataIn(join(folder, 'index.html'));
    expect(runs).toEqual([]);
    expect(unreadable.map(({ name, because }) => [name, because.slice(0, 30)])).toEqual([
      ['one', 'The result of the run cannot b'],
      ['two', 'its record does not hold: the '],
    ]);
  });
});

test.each([
  [[], 2, 'name one folder of a run'],
  [['a', 'b'], 2, 'name one folder of a run'],
  [['/nowhere'], 1, 'there is no /nowhere'],
  [['/usr'], 1, 'result.json is missing'],
  [['--wrong'], 2, "dispatch report knows no option '--wrong'"],
])('%j is answered with what to do', async (args, code, why) => {
  expect(await dispatch(args)).toEqual({ code, out: '', err: expect.stringContaining(why) });
});
