import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../cli/run-dispatch.ts';
import { normalised, play, readTranscript, type Played } from './transcript.ts';

/* docs/quickstart.md says what a new user sees: its commands are typed into a shell, in a clean folder. */

const written = readTranscript(readFileSync(join(ROOT, 'docs/quickstart.md'), 'utf8'));
const TEN_MINUTES = 600_000;

let home = '';
let played: Played[] = [];
let took = 0;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'quickstart-'));
  const ada = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' };
  const too = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const {
    ANTHROPIC_API_KEY: _key,
    DISPATCH_RUNS_DIR: _runs,
    XDG_STATE_HOME: _state,
    ...around
  } = process.env;
  const began = Date.now();
  const env = { ...around, ...ada, ...too, HOME: home, PATH: `${join(ROOT, 'cli')}:${process.env['PATH']}` };
  played = await play(
    written.map(({ command }) => command),
    home,
    env,
  );
  took = Date.now() - began;
}, TEN_MINUTES);
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('the document has the transcript of init, check, redteam and run', () => {
  const words = written.map(({ command }) => command.split(' ').slice(0, 2).join(' '));
  for (const wanted of ['init', 'check', 'redteam', 'run']) expect(words).toContain(`dispatch ${wanted}`);
});

test.each(written.map(({ command }, at) => [command, at] as const))('%s', (_, at) => {
  const found = played[at];
  expect(found?.exit, found?.output).toBe(0);
  expect(normalised(found?.output ?? '').replaceAll(home, '/home/ada')).toBe(
    normalised(written[at]?.output ?? ''),
  );
});

test('it takes less than ten minutes', () => {
  expect(took).toBeLessThan(TEN_MINUTES);
});

test('the README points there', () => {
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('(docs/quickstart.md)');
});

test('a transcript is read command by command, and what differs from run to run is not compared', () => {
  const text = 'a\n```console\n$ one\nout\n\nmore\n$ two\n```\n```sh\n$ no\n```\n';
  expect(readTranscript(text)).toEqual([
    { command: 'one', output: 'out\n\nmore' },
    { command: 'two', output: '' },
  ]);
  expect(normalised('20261122-044606-reviewer-6122   7 s, 12.5 ms')).toBe('TIME-reviewer-ID  N s, N ms');
  const told = ['│ answer 1: $0.01 so far', '│ allowed  Glob', '│ answer 2: $0.02 so far'];
  expect(normalised(told.join('\n'))).toBe(normalised([told[1], told[0], told[2]].join('\n')));
  expect(normalised(told.join('\n'))).not.toBe(normalised(told.slice(0, 2).join('\n')));
  expect(normalised('2 calls allowed, 1 refused')).not.toBe(normalised('3 calls allowed, 0 refused'));
});
