import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { follow, noProof, objectionToEnd, type Proof } from '../../core/audit/proof.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import type { Script } from '../../lab/model/script.ts';
import { asBusy } from '../machine-share.ts';
import { begin, type Story } from './story.ts';
import { setUp, workflowWith } from './step.ts';

/* A key that the API does not take: told in seconds, by its name, wherever one looks. */

const PROMISE_MS = 15_000;

const refusing = (status: number, type: string, message: string): Script => ({
  turns: [{ error: { status, type, message } }],
});

async function saidInTime(story: Story): Promise<string> {
  const began = performance.now();
  await story.says('/dispatch reviewer look');
  expect(performance.now() - began).toBeLessThan(asBusy(PROMISE_MS));
  expect(story.github.violations).toEqual([]);
  expect(story.replies()).toHaveLength(1);
  expect(story.github.runs[0]!.conclusion).toBe('failure');
  return story.replies()[0]!.at(-1)!;
}

test('a key that the API does not know: the comment and the log say so, and nothing was asked', async () => {
  const story = await begin({ apiKey: 'dummy-wrong-key' });
  const comment = await saidInTime(story);
  expect(comment).toMatch(/refused the key \(401\)/);
  expect(comment).toContain('anthropic-api-key');
  expect(story.log.join('\n')).toMatch(/refused the key \(401\)/);
  expect(story.model.requests.filter((one) => one.method === 'POST')).toEqual([]);
  expect(recordOf(story)).toMatchObject({ hasEnd: true, asked: 0, costUsd: null });
});

/** What the record of the story's one run proves; throws where it breaks or is not whole. */
function recordOf(story: Story): Proof {
  const [file = ''] = globSync(`${story.root}/runner/**/audit.jsonl`);
  let proof = noProof;
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
    const followed = follow(proof, line, sha256);
    if ('broken' in followed) throw new Error(followed.because);
    ({ proof } = followed);
  }
  expect(objectionToEnd(proof)).toBeNull();
  return proof;
}

test.each([
  [401, 'authentication_error', 'invalid x-api-key', 'refused the key (401)', 'anthropic-api-key'],
  [403, 'permission_error', 'This key may not use this model.', 'refused the key (403)', 'anthropic-api-key'],
  [400, 'invalid_request_error', 'Your credit balance is too low.', 'Credit balance', 'check the credit'],
  [404, 'not_found_error', 'model: claude-opus-5-5', 'claude-opus-5-5', "Check the agent's model"],
])(
  'a model that answers %i is not asked again and again, and why it failed is told',
  async (status, type, message, why, mend) => {
    const story = await begin({ model: refusing(status, type, message) });
    const comment = await saidInTime(story);
    expect(comment).toContain(why);
    expect(comment).toContain(mend);
    expect(story.log.join('\n')).toContain(why);
    // The CLI answers a 404 with one more try, without streaming.
    const asked = story.model.requests.filter((one) => one.method === 'POST').length;
    expect(asked).toBeLessThanOrEqual(status === 404 ? 2 : 1);
  },
);

test('ablation: a model that answers 529 is asked again', async () => {
  const story = await begin({ model: refusing(529, 'overloaded_error', 'Overloaded') });
  await story.says('/dispatch reviewer look');
  expect(story.model.requests.filter((one) => one.method === 'POST').length).toBeGreaterThan(1);
});

test.each(['key', 'token'])('a gateway without a list of models does not take the %s', async (kind) => {
  const asked: string[] = [];
  const gateway = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const known = request.method === 'POST';
    response.writeHead(known ? 401 : 404, { 'content-type': 'application/json' });
    const error = { type: 'authentication_error', message: 'no such credential' };
    response.end(JSON.stringify({ type: 'error', error }));
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void gateway.close());
  const bench = await setUp();
  const inputs = {
    [kind === 'key' ? 'anthropic-api-key' : 'anthropic-auth-token']: 'dummy-wrong-key',
    'anthropic-base-url': `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/of/the/company`,
    agent: 'reviewer',
    task: 'look',
  };
  const began = performance.now();
  const outcome = await bench.run(workflowWith(inputs));
  expect(performance.now() - began).toBeLessThan(asBusy(PROMISE_MS));
  expect(outcome.conclusion).toBe('failure');
  expect(outcome.log).toMatch(/refused the key \(401\)/);
  expect(asked).toEqual([
    'GET /of/the/company/v1/models?limit=1',
    'POST /of/the/company/v1/messages?beta=true',
  ]);
});
