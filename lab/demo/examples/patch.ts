import { lastToolResults, type TurnFunction } from '../../model/script.ts';
import { MAY_PUSH } from '../gallery.ts';
import { makeLayered } from '../make-repository.ts';
import { thought } from '../pace.ts';
import type { Example } from '../scene.ts';

/** An issue about a fault, and a coder who mends it, tests that, and proposes the change. */
export const patch: Example = {
  name: 'patch',
  summary: 'a draft pull request that mends what an issue tells of',
  thread: {
    title: 'Money is gone after a transfer to an account that does not exist',
    body: "`transfer(ledger, 'alice', 'nobody', 200)` returns `true`; alice has 200 cents less, and nobody has them.",
  },
  comment: '/dispatch coder mend src/transfer.js, with a test',
  notes: [MAY_PUSH],
  make: (root) => makeLayered(root, { main: ['repository'] }),
  model: (request, turnIndex) => turn(turnIndex, lastToolResults(request).at(-1)?.text ?? ''),
  brings: 'patch',
  permissions: { contents: 'write' },
};

const SOURCE = '/workspace/src/transfer.js';
const TEST = '/workspace/test/unknown-account.test.js';
const RUN_TESTS = {
  tool: 'Bash',
  input: {
    command: 'node --test --test-reporter=spec 2>&1 | grep -E "(tests|pass|fail) [0-9]"',
    description: 'Run the tests',
  },
};

const MENDED = `/** Moves \`cents\` from one account to another. Returns whether it worked; if not, nothing has changed. */
export function transfer(ledger, from, to, cents) {
  const source = ledger.accounts.get(from);
  const target = ledger.accounts.get(to);
  if (!source || !target || source.balance < cents) return false;
  source.balance -= cents;
  target.balance += cents;
  ledger.entries.push({ from, to, cents });
  return true;
}
`;

const NEW_TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transfer } from '../src/transfer.js';

test('a transfer to an unknown account changes nothing, and says so', () => {
  const ledger = { accounts: new Map([['alice', { balance: 500 }]]), entries: [] };
  assert.equal(transfer(ledger, 'alice', 'nobody', 200), false);
  assert.equal(ledger.accounts.get('alice').balance, 500);
  assert.deepEqual(ledger.entries, []);
});
`;

/** `said`: the last result of the turn before. What the tests really said decides whether a change is proposed. */
const turn = (turnIndex: number, said: string): ReturnType<TurnFunction> => {
  if (turnIndex === 0) return thought({ text: 'I read the code first.', calls: [read(SOURCE)] }, 2200, 90);
  if (turnIndex === 1)
    return thought({ text: 'A test that shows it.', calls: [write(TEST, NEW_TEST), RUN_TESTS] }, 2700, 260);
  if (turnIndex === 2) {
    if (!/fail 1\b/.test(said))
      return { text: `My test does not show the fault, so I stop here:\n\n${said}` };
    return thought(
      { text: 'It fails. Now the cause.', calls: [write(SOURCE, MENDED), RUN_TESTS] },
      3300,
      280,
    );
  }
  if (turnIndex === 3) {
    if (!/fail 0\b/.test(said)) return { text: `The tests still fail, so I propose nothing:\n\n${said}` };
    return thought({ calls: [propose(said)] }, 3900, 240);
  }
  return thought(
    { text: 'The fault is mended and tested; the change waits in a draft pull request.' },
    4300,
    60,
  );
};

const read = (file_path: string) => ({ tool: 'Read', input: { file_path } });
const write = (file_path: string, content: string) => ({ tool: 'Write', input: { file_path, content } });

const propose = (said: string) => ({
  tool: 'mcp__dispatch__patch',
  input: {
    title: 'Keep the money when the target account is unknown',
    body: [
      '`transfer` debited the source before it looked up the target, and an empty `catch` hid the error. Now both',
      'accounts are looked up first, and a transfer that cannot be made changes nothing and returns `false`.',
      '',
      'The new test failed before the change. With it, `node --test` says:',
      '',
      '```',
      said.trim(),
      '```',
    ].join('\n'),
  },
});
