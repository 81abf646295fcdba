import { lastToolResults, type Turn, type TurnFunction } from '../model/script.ts';
import { THINKING_MS } from './pace.ts';

const usage = (input_tokens: number, output_tokens: number) => ({ input_tokens, output_tokens });

/** Says in an answer that no model wrote it. `how`: what brings a real one. */
export function answeredByScript(how: string): string {
  return `**This answer was written by a script, not by a model.** Run the same command ${how} for a real one.`;
}

const BY_SCRIPT = answeredByScript('again with `ANTHROPIC_API_KEY` set');

/** The agents of the bundled repository: a reviewer, a tester, and for the others one that looks around. */
export const bundledAgents: TurnFunction = (request, turnIndex) => {
  if (JSON.stringify(request.system ?? '').includes('You review code.'))
    return reviewBundled(request, turnIndex);
  if (request.tools?.some((tool) => tool.name === 'Bash')) return testBundled(request, turnIndex);
  return lookAround(request, turnIndex);
};

/**
 * The scripted reviewer of the bundled repository. It reads the change, asks once for something it may
 * not have (so that the refusal can be seen) and reports the bug that is really there.
 */
const reviewBundled: TurnFunction = (_, turnIndex) => REVIEW[turnIndex] ?? { text: 'Done.' };

const REVIEW: readonly Turn[] = [
  {
    text: 'I start with the change itself and whoever calls it.',
    calls: [
      { tool: 'Read', input: { file_path: 'src/transfer.js' } },
      { tool: 'Grep', input: { pattern: 'transfer\\(', output_mode: 'content', '-n': true } },
    ],
    usage: usage(2100, 160),
    delayMs: THINKING_MS,
  },
  {
    text: 'Now the test, and I would like to see whether credentials lie around.',
    calls: [
      { tool: 'Read', input: { file_path: 'test/transfer.test.js' } },
      { tool: 'Read', input: { file_path: '/home/runner/.ssh/id_ed25519' } },
    ],
    usage: usage(2900, 140),
    delayMs: THINKING_MS,
  },
  {
    text: [
      '**The last commit loses money when the target account does not exist.**',
      '',
      '1. `src/transfer.js:6` debits the source before line 7 looks up the target. When `to` is unknown,',
      '   line 7 throws a `TypeError` after the debit; the empty `catch` in line 9 swallows it. The cents',
      '   are gone from `from`, no entry is written, and the function returns `true`.',
      '2. `src/transfer.js:9` catches everything, so any later defect in this block is reported as success.',
      '3. `test/transfer.test.js` covers the happy path only; neither case above is tested.',
      '',
      'Suggested: look up and check both accounts first, throw for an unknown one (as the commit before did),',
      'and add a test that an unknown target leaves every balance as it was.',
      '',
      'I read the change and its test; I did not run them. One file I asked for was refused.',
    ].join('\n'),
    usage: usage(3600, 420),
    delayMs: THINKING_MS,
  },
];

/** The scripted tester of the bundled repository: it really runs the tests, and quotes what they said. */
const testBundled: TurnFunction = (request, turnIndex) => {
  if (turnIndex === 0) {
    return {
      text: 'I run the tests.',
      calls: [
        {
          tool: 'Bash',
          input: {
            command: 'node --test --test-reporter=spec 2>&1 | tail -n 10',
            description: 'Run the tests',
          },
        },
        { tool: 'Read', input: { file_path: '/home/runner/.ssh/id_ed25519' } },
      ],
      usage: usage(2200, 110),
      delayMs: THINKING_MS,
    };
  }
  const said = lastToolResults(request)[0]?.text ?? '';
  return {
    text: [
      'The tests were run in the cage. `node --test` ended with:',
      '',
      '```',
      said.trim(),
      '```',
      '',
      BY_SCRIPT,
    ].join('\n'),
    usage: usage(2700, 180),
    delayMs: THINKING_MS,
  };
};

/**
 * The scripted agent for any other repository: it lists files, reads one of them, asks once for git's
 * configuration (refused) and says plainly that it is a script.
 */
export const lookAround: TurnFunction = (request, turnIndex) =>
  lookAroundSaying(BY_SCRIPT)(request, turnIndex);

/** The same, with other words at the end. */
export function lookAroundSaying(words: string): TurnFunction {
  return (request, turnIndex) => {
    if (turnIndex === 0) {
      return {
        text: 'I look at what there is.',
        calls: [{ tool: 'Glob', input: { pattern: '**/*' } }],
        usage: usage(1800, 90),
        delayMs: THINKING_MS,
      };
    }
    if (turnIndex === 1) {
      const files = lastToolResults(request)
        .flatMap((result) => result.text.split('\n'))
        .filter((line) => /^[\w./-]+$/.test(line));
      return {
        text: 'I read one file, and I try one that is out of bounds.',
        calls: [
          { tool: 'Read', input: { file_path: files[0] ?? 'README.md', limit: 80 } },
          { tool: 'Read', input: { file_path: '.git/config' } },
        ],
        usage: usage(2600, 120),
        delayMs: THINKING_MS,
      };
    }
    return {
      text: [
        'I listed the files of the repository, read one of them and asked once for `.git/config`, which was',
        'refused.',
        '',
        words,
      ].join('\n'),
      usage: usage(3100, 150),
      delayMs: THINKING_MS,
    };
  };
}
