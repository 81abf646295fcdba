import { lastToolResults, type TurnFunction } from '../../model/script.ts';
import { makeLayered } from '../make-repository.ts';
import { thought } from '../pace.ts';
import type { Example } from '../scene.ts';

/** What the step of the check that failed printed. */
const LOG = `##[group]Run node --test
node --test
##[endgroup]
✖ moves money
  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:

  500 !== 300

      at TestContext.<anonymous> (test/transfer.test.js:14:10)
##[error]Process completed with exit code 1.`;

/** A pull request whose test fails, and a tester who runs it and says why. */
export const ciFailure: Example = {
  name: 'ci-failure',
  summary: 'an explanation of a failing check',
  thread: { title: 'Keep booking apart from checking' },
  failed: { event: 'pull_request', workflow: 'ci', job: 'test', step: 'Run node --test', log: LOG },
  comment: '/dispatch tester explain why the check of this pull request fails',
  notes: [
    'No check runs here: GitHub already has one that failed, with its log, which the agent is given.',
    'It also runs the tests itself.',
  ],
  make: (root) =>
    makeLayered(root, {
      main: ['repository', 'before'],
      pull: { branch: 'booking', layers: ['ci-failure'], message: 'Keep booking apart from checking' },
    }),
  model: (request, turnIndex) => turn(turnIndex, lastToolResults(request)[0]?.text ?? ''),
  brings: 'answer',
};

/** `said`: the first result of the turn before. */
const turn = (turnIndex: number, said: string): ReturnType<TurnFunction> => {
  if (turnIndex === 0) {
    const command = 'node --test --test-reporter=spec 2>&1 | grep -m 1 -A 4 AssertionError';
    return thought(
      {
        text: 'I run the test that the log names, and read what it tests.',
        calls: [
          { tool: 'Bash', input: { command, description: 'Run the tests' } },
          { tool: 'Read', input: { file_path: 'test/transfer.test.js' } },
          { tool: 'Read', input: { file_path: 'src/transfer.js' } },
        ],
      },
      2600,
      150,
    );
  }
  if (!said.includes('500 !== 300')) return { text: `I cannot see the failure of the log here:\n\n${said}` };
  return thought({ text: explanation(said) }, 3600, 320);
};

const explanation = (said: string) =>
  [
    '**The pull request moves no money any more: `book` changes copies of the accounts.**',
    '',
    '`node --test` fails here as in the log:',
    '',
    '```',
    said.trim(),
    '```',
    '',
    '`src/transfer.js:12` makes a new object of each account (`{ ...ledger.accounts.get(name) }`). Lines 13 and 14',
    'change these, so the balances in `ledger.accounts` stay 500 and 0, while line 15 writes the entry as if the money',
    'had moved. The test is right; it fails at its line 14, the first that looks at a balance.',
    '',
    'Smallest change: `const [source, target] = [from, to].map((name) => ledger.accounts.get(name));`',
  ].join('\n');
