import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { report } from '../../action/report.ts';
import { makeResult, type RunStory } from '../../action/result.ts';
import { emptyTally } from '../../action/tally.ts';
import { sampleCalls, sampleRun } from '../../bench/sample-run.ts';
import type { Result } from '../../core/output/result.ts';
import { outputsIn } from './outputs-in.ts';
import { quietDesk } from './quiet-desk.ts';
import { stepFiles } from './step-files.ts';

const { folder, read } = stepFiles();
const page = join(folder, 'report.html');
beforeEach(() => {
  for (const name of ['result.json', 'report.html', 'audit.jsonl'])
    rmSync(join(folder, name), { force: true, recursive: true });
});

const frame = { authority: null, agent: 'reviewer', durationMs: 1234.6 };
const success = (text: string) => ({ outcome: 'success' as const, cause: null, text });
const KEY = 'Zq7Rk2Lm9Tx4Wv8Yb3Nc6Hd1Fs5';

async function outputsOf(result: Result, secrets: Record<string, string> = {}) {
  const desk = quietDesk(secrets);
  const code = await report(result, { folder, desk, record: null, times: null });
  return { code, lines: desk.lines, outputs: outputsIn(read('GITHUB_OUTPUT')) };
}

describe('the outputs of a step', () => {
  test('say what a run came to', async () => {
    const tally = { ...emptyTally(), allowed: 9, refused: 2, tokens: { input: 81_000, output: 2345 } };
    const story: Partial<RunStory> = {
      costUsd: 0.0421,
      tally,
      taint: ['a comment'],
      auditHead: 'cd'.repeat(32),
    };
    const { outputs } = await outputsOf(makeResult(frame, { verdict: success('All is well.'), ...story }));
    expect(outputs).toEqual({
      outcome: 'success',
      'error-code': '',
      text: 'All is well.',
      structured: '',
      'cost-usd': '0.0421',
      'input-tokens': '81000',
      'output-tokens': '2345',
      'duration-ms': '1235',
      'tool-calls': '9',
      refusals: '2',
      tainted: 'true',
      'audit-digest': 'cd'.repeat(32),
      plan: '',
      'job-id': '',
      'artifact-path': folder,
      'report-path': page,
    });
  });

  test('are those that action.yml declares', async () => {
    const { outputs: declared } = parse(readFileSync('action.yml', 'utf8')) as {
      outputs: Record<string, { value: string }>;
    };
    const { outputs } = await outputsOf(makeResult(frame, { verdict: success('x') }));
    expect(Object.keys(outputs).toSorted()).toEqual(Object.keys(declared).toSorted());
    for (const [name, { value }] of Object.entries(declared))
      expect(value).toBe(`\${{ steps.dispatch.outputs.${name} }}`);
  });

  test('are empty where nothing is known, not zero', async () => {
    const cause = { refused: true, code: 'no-cage', because: 'b', remedy: 'r' } as const;
    const { outputs } = await outputsOf(
      makeResult(frame, { verdict: { outcome: 'refused', cause, text: '' } }),
    );
    expect(outputs).toMatchObject({ outcome: 'refused', 'error-code': 'sandbox', tainted: 'false' });
    for (const name of ['cost-usd', 'input-tokens', 'output-tokens', 'audit-digest', 'structured', 'text'])
      expect(outputs[name], name).toBe('');
  });

  test('have the answer a second time where it follows a schema, and not for a run that failed', async () => {
    const { outputs } = await outputsOf(
      makeResult(frame, { verdict: success('{"bugs":3}'), structured: true }),
    );
    expect([outputs['structured'], outputs['text']]).toEqual(['{"bugs":3}', '{"bugs":3}']);
    writeFileSync(join(folder, 'GITHUB_OUTPUT'), '');
    const cause = { refused: true, code: 'answer-unstructured', because: 'b', remedy: 'r' } as const;
    const failed = makeResult(frame, { verdict: { outcome: 'failed', cause, text: '' }, structured: true });
    expect((await outputsOf(failed)).outputs).toMatchObject({
      structured: '',
      'error-code': 'output-refused',
    });
  });

  test('hold no secret in any of them, and cannot be closed from within', async () => {
    const text = `{"a":"${KEY}","b":"\\nx<<ghadelimiter_1\\nowned\\nghadelimiter_1"}\nerror-code=owned`;
    const { outputs } = await outputsOf(makeResult(frame, { verdict: success(text), structured: true }), {
      KEY,
    });
    expect(outputs['structured']).toBe(outputs['text']);
    expect(outputs['text']).toContain('[redacted: KEY]');
    expect(outputs['error-code']).toBe('');
    expect(read('GITHUB_OUTPUT')).not.toContain(KEY);
  });

  test('of a run that is withheld hold no word of the agent', async () => {
    const hidden = Buffer.from(`see ${KEY} here`).toString('base64');
    const { code, outputs } = await outputsOf(
      makeResult(frame, { verdict: success(hidden), structured: true }),
      { KEY },
    );
    expect(code).toBe(1);
    expect(outputs).toMatchObject({
      outcome: 'failed',
      'error-code': 'secret-found',
      text: '',
      structured: '',
    });
    expect(read('GITHUB_OUTPUT') + read('GITHUB_STEP_SUMMARY') + readFileSync(page, 'utf8')).not.toContain(
      hidden,
    );
  });
});

describe('the page about a run', () => {
  const run = (calls: number, more: Partial<Result> = {}) => {
    const sample = sampleRun(sampleCalls(calls), more);
    writeFileSync(join(folder, 'audit.jsonl'), `${sample.lines.join('\n')}\n`);
    return sample.result;
  };

  test('is written beside the result, with its record, and named', async () => {
    const { code, outputs } = await outputsOf(run(3));
    expect([code, outputs['report-path']]).toEqual([0, page]);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('swallows the cause');
    expect(html.match(/src\/file-|\\"type\\":\\"asked\\"/g)?.length).toBeGreaterThan(2);
    expect(html).not.toContain('"objection":{');
  });

  test('is bounded: of a long record it holds the beginning, and says so', async () => {
    const { code } = await outputsOf(run(3_000));
    expect(code).toBe(0);
    expect(statSync(page).size).toBeLessThan(1024 * 1024);
    expect(readFileSync(page, 'utf8')).toContain('`dispatch report` shows all of it');
  }, 120_000);

  test('that cannot be written changes nothing else', async () => {
    mkdirSync(page);
    chmodSync(page, 0o500);
    const { code, lines, outputs } = await outputsOf(run(3));
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ outcome: 'success', 'report-path': '' });
    expect(lines.join('\n')).toMatch(/there is no report\.html: .*EISDIR/);
  });

  test('is not written through a link', async () => {
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, 'mine');
    symlinkSync(elsewhere, page);
    const { code, outputs } = await outputsOf(run(3));
    expect([code, outputs['report-path'], readFileSync(elsewhere, 'utf8')]).toEqual([0, '', 'mine']);
  });

  test('that the gate withholds is none, and the run stays a success', async () => {
    const result = run(3);
    const desk = {
      ...quietDesk(),
      page: () => ({ withheld: true as const, because: 'It held a canary.', kinds: ['x'] }),
    };
    const said: string[] = [];
    const told = { ...desk, say: (line: string) => void said.push(line) };
    expect(await report(result, { folder, desk: told, record: null, times: null })).toBe(0);
    expect(existsSync(page)).toBe(false);
    expect(said).toEqual(['there is no report.html: it is withheld: It held a canary.']);
  });

  test('masks a secret that the record holds', async () => {
    const { outputs } = await outputsOf(run(3, { text: `It is ${KEY}.` }), { KEY });
    expect(outputs['report-path']).toBe(page);
    expect(readFileSync(page, 'utf8')).not.toContain(KEY);
  });
});
