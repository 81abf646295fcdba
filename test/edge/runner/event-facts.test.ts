import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEventFacts } from '../../../edge/runner/event-facts.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'event-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function factsOf(text: string) {
  const path = join(folder, 'event.json');
  writeFileSync(path, text);
  return readEventFacts(path);
}

const repository = { id: 1, private: false };
const worst = { forkHead: true, private: true };

test.each<[string, object, { forkHead: boolean; private: boolean }]>([
  ['a push', { repository }, { forkHead: false, private: false }],
  ['a private repository', { repository: { id: 1, private: true } }, { forkHead: false, private: true }],
  [
    'a pull request of a branch',
    { repository, pull_request: { head: { repo: { id: 1 } } } },
    { forkHead: false, private: false },
  ],
  [
    'a pull request of a fork',
    { repository, pull_request: { head: { repo: { id: 2 } } } },
    { forkHead: true, private: false },
  ],
  [
    'a pull request of a fork that is gone',
    { repository, pull_request: { head: { repo: null } } },
    { forkHead: true, private: false },
  ],
  [
    'the run of a fork',
    { repository, workflow_run: { head_repository: { id: 2 } } },
    { forkHead: true, private: false },
  ],
  [
    'a comment on a pull request',
    { repository, issue: { pull_request: {} } },
    { forkHead: true, private: false },
  ],
  ['a comment on an issue', { repository, issue: {} }, { forkHead: false, private: false }],
  ['an event without a repository', {}, { forkHead: false, private: true }],
])('%s', async (_name, payload, facts) => {
  expect(await factsOf(JSON.stringify(payload))).toEqual(facts);
});

test.each(['', '{', 'null', '"x"'])('a payload that is %j says the worst', async (text) => {
  expect(await factsOf(text)).toEqual(worst);
});

test('a payload that is missing says the worst', async () => {
  expect(await readEventFacts(null)).toEqual(worst);
  expect(await readEventFacts(join(folder, 'none'))).toEqual(worst);
});
