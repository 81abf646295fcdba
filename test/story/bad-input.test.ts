import { describe, expect, test } from 'vitest';
import type { JobOutcome } from '../../lab/runner/job-runner.ts';
import { asBusy } from '../machine-share.ts';
import { newTicketKey, setUp, workflowWith, type Bench } from './step.ts';

const key = {
  'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}',
  'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}',
};
const good = { ...key, agent: 'reviewer', task: 'look' };

/** The step failed, with one red line that says what and how to mend it. */
function expectOneLine(outcome: JobOutcome, ...patterns: RegExp[]) {
  expect(outcome.conclusion).toBe('failure');
  const red = outcome.log
    .split('\n')
    .filter((line) => line.includes('##[error]') && !line.includes('exit code'));
  expect(red).toHaveLength(1);
  for (const pattern of patterns) expect(red[0]).toMatch(pattern);
}

/** The promise is that each of these is told within ten seconds, the checkout and the runner included. */
async function runInTime(bench: Bench, inputs: Record<string, string>): Promise<JobOutcome> {
  const began = performance.now();
  const outcome = await bench.run(workflowWith(inputs));
  expect(performance.now() - began).toBeLessThan(asBusy(10_000));
  return outcome;
}

type Case = [what: string, inputs: (bench: Bench) => Promise<Record<string, string>>, patterns: RegExp[]];

const cases: Case[] = [
  ['no agent', async () => ({ ...key, task: 'look' }), [/names no agent/, /Set `?agent/]],
  ['no task', async () => ({ ...key, agent: 'reviewer' }), [/task/, /Set/]],
  ['an unknown agent', async () => ({ ...good, agent: 'reviwer' }), [/reviwer/, /reviewer/]],
  ['no key', async () => ({ ...good, 'anthropic-api-key': '' }), [/anthropic-api-key/, /secret/]],
  [
    'a key that answers 401',
    async () => ({ ...good, 'anthropic-api-key': 'dummy-wrong-key' }),
    [/401/, /Check the secret/],
  ],
  [
    'an API that is not there',
    async () => ({ ...good, 'anthropic-base-url': 'http://127.0.0.1:9' }),
    [/cannot be reached/, /anthropic-base-url/],
  ],
  ['an unknown mode', async () => ({ ...good, mode: 'walk' }), [/walk/, /run.*publish/]],
  [
    'a ticket that is none',
    async (bench) => ({ ...key, ticket: 'nonsense', 'ticket-key': bench.ticketKey }),
    [/not a signed ticket/],
  ],
  [
    'a ticket without a key to check it',
    async (bench) => ({ ...key, ticket: await bench.ticket() }),
    [/ticket-key/],
  ],
  [
    'a ticket signed by somebody else',
    async (bench) => ({
      ...key,
      ticket: await bench.ticket({}, newTicketKey()),
      'ticket-key': bench.ticketKey,
    }),
    [/signature|signed/i],
  ],
  [
    'an expired ticket',
    async (bench) => ({
      ...key,
      ticket: await bench.ticket({ iat: 1000, exp: 2000 }),
      'ticket-key': bench.ticketKey,
    }),
    [/expired/, /again/],
  ],
  [
    'a ticket for another repository',
    async (bench) => ({
      ...key,
      ticket: await bench.ticket({ repository_id: 7 }),
      'ticket-key': bench.ticketKey,
    }),
    [/repository 7/],
  ],
  [
    'a ticket for another commit',
    async (bench) => ({
      ...key,
      ticket: await bench.ticket({ head_sha: 'c'.repeat(40) }),
      'ticket-key': bench.ticketKey,
    }),
    [/c{40}/, /inputs\.head/],
  ],
  [
    'a ticket for another configuration',
    async (bench) => ({
      ...key,
      ticket: await bench.ticket({ config_blob: 'd'.repeat(40) }),
      'ticket-key': bench.ticketKey,
    }),
    [/dispatch\.yml/, /again/],
  ],
];

describe('bad input ends the step with one line', () => {
  test.each(cases)('%s', async (_, inputs, patterns) => {
    const bench = await setUp();
    const outcome = await runInTime(bench, await inputs(bench));
    expectOneLine(outcome, ...patterns);
    expect(bench.model.requests.filter((request) => request.path.startsWith('/v1/messages'))).toEqual([]);
    expect(bench.github.violations).toEqual([]);
  });

  test('a ticket used twice in one run', async () => {
    const bench = await setUp();
    const inputs = { ...key, ticket: await bench.ticket(), 'ticket-key': bench.ticketKey };
    const again = `
      - uses: agent-dispatch/agent-dispatch@v0.1.0
        with: ${JSON.stringify(inputs)}
`;
    const outcome = await bench.run(workflowWith(inputs, again));
    expectOneLine(outcome, /already used/);
    // The first use was good.
    expect(
      bench.model.requests.filter((request) => request.path.startsWith('/v1/messages')).length,
    ).toBeGreaterThan(0);
  });

  test('no configuration on the default branch', async () => {
    const bench = await setUp(undefined, { '.github/dispatch.yml': null });
    expectOneLine(await runInTime(bench, good), /no \.github\/dispatch\.yml/, /[Aa]dd/);
  });

  test('a token that may not read the repository', async () => {
    const bench = await setUp();
    const outcome = await runInTime(bench, { ...good, 'github-token': 'dummy-token' });
    expectOneLine(outcome, /401/);
  });
});
