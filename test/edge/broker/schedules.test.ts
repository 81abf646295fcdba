import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cost, estimate } from '../../../core/pricing/prices.ts';
import type { BrokerEvent } from '../../../edge/broker/events.ts';
import { sendRefusal } from '../../../edge/broker/answer-agent.ts';
import { exchange } from '../../../edge/broker/exchange.ts';
import { TIMEOUTS } from '../../../edge/broker/forward.ts';
import type { Meter } from '../../../edge/broker/meter.ts';
import { serveBroker } from '../../../edge/broker/serve.ts';
import { startModel } from '../../../lab/model/server.ts';
import { AGENT_TOKEN, KEY, sender } from './start-pair.ts';

/* Many requests at once against one budget, a thousand times, each time by another seed. */

const MODEL = 'claude-opus-5-5';
const SCHEDULES = 1000;
const plain = {
  apiKey: KEY,
  agentToken: AGENT_TOKEN,
  models: [MODEL],
  maxTokensCap: 4096,
  maxRequests: 1000,
  toolNames: [],
};

/** A small generator of numbers from 0 to 1 (mulberry32): the same seed gives the same schedule. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Answered = { input_tokens: number; output_tokens: number };
const costOf = ({ input_tokens, output_tokens }: Answered) =>
  Number(
    cost(
      {
        inputTokens: input_tokens,
        outputTokens: output_tokens,
        cacheReadTokens: 0,
        cacheWrite1hTokens: 0,
        cacheWrite5mTokens: 0,
      },
      MODEL,
    ),
  );

test(`${SCHEDULES} schedules of parallel requests never overspend, and the ledger is the broker's log`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'schedules-'));
  let answered: Answered[] = [];
  let random = numbers(0);
  const model = await startModel(
    ({ max_tokens }) => {
      const usage = {
        input_tokens: Math.ceil(random() * 50),
        output_tokens: Math.ceil(random() * max_tokens),
      };
      answered.push(usage);
      return { text: 'ok', usage, delayMs: Math.floor(random() * 3) };
    },
    { apiKey: KEY, isSideRequest: () => false },
  );
  let refused = 0;
  let whole = 0;
  let unlimited = 0;
  for (let seed = 1; seed <= SCHEDULES; seed += 1) {
    random = numbers(seed);
    answered = [];
    const events: BrokerEvent[] = [];
    const budget = Math.floor(2000 + random() * 60_000);
    const socketPath = join(folder, `${seed}.sock`);
    const broker = await serveBroker({
      ...plain,
      socketPath,
      upstream: model.url,
      budgetMicroUsd: budget,
      onEvent: (event) => events.push(event),
    });
    const send = sender({ socketPath });
    const sizes = Array.from({ length: 2 + Math.floor(random() * 4) }, () => Math.ceil(random() * 1500));
    const replies = await Promise.all(
      sizes.map((max_tokens) =>
        send({ model: MODEL, max_tokens, messages: [{ role: 'user', content: `x${max_tokens}` }] }),
      ),
    );
    await broker.close();
    const settled = events.filter((event) => event.kind === 'settled');
    const log = settled.reduce((sum, event) => sum + event.costMicroUsd, 0);
    const real = answered.reduce((sum, usage) => sum + costOf(usage), 0);
    // To the micro-dollar: what the broker says it spent, what it wrote down, what the model gave.
    expect([broker.spentMicroUsd(), log], `seed ${seed}`).toEqual([real, real]);
    const minimal = Number(estimate({ model: MODEL, inputTokens: 1, maxTokens: 1, rate: 'input' }));
    expect(real, `seed ${seed}`).toBeLessThanOrEqual(budget + minimal);
    refused += replies.filter(({ status }) => status === 402).length;
    whole += replies.filter(({ status }) => status === 200).length;
    unlimited += sizes.reduce((sum, tokens) => sum + tokens * 20, 0) > budget ? 1 : 0;
  }
  await model.close();
  rmSync(folder, { recursive: true });
  // The schedules were such that it mattered: some were let through, some refused, many would have overspent.
  expect(Math.min(refused, whole, unlimited)).toBeGreaterThan(SCHEDULES / 10);
}, 120_000);

/** The ablation: it asks only what is spent already, and holds nothing. */
function forgetful(budget: number): Meter {
  let spent = 0;
  const over = { refused: true, code: 'over-budget', because: '', remedy: '' } as const;
  return {
    spent: () => spent,
    reserve(amount) {
      let open = true;
      const settle = (paid: number) => {
        if (open) spent += paid;
        open = false;
      };
      return Promise.resolve(spent >= budget ? over : { amount, settle, isSettled: () => !open });
    },
  };
}

test('ablation: the same exchange with a meter that holds nothing overspends', async () => {
  let overspent = 0;
  let random = numbers(0);
  const model = await startModel(
    ({ max_tokens }) => ({
      text: 'ok',
      usage: { input_tokens: Math.ceil(random() * 50), output_tokens: Math.ceil(random() * max_tokens) },
      delayMs: Math.floor(random() * 3),
    }),
    { apiKey: KEY, isSideRequest: () => false },
  );
  const folder = mkdtempSync(join(tmpdir(), 'schedules-'));
  for (let seed = 1; seed <= 100; seed += 1) {
    random = numbers(seed);
    const budget = Math.floor(2000 + random() * 60_000);
    const socketPath = join(folder, `${seed}.sock`);
    const options = { ...plain, socketPath, upstream: model.url, budgetMicroUsd: budget, onEvent: () => {} };
    const meter = forgetful(budget);
    const job = {
      meter,
      known: new Map(),
      pins: new Map(),
      models: [MODEL],
      options,
      closing: new AbortController().signal,
    };
    const server = createServer((request, response) => {
      const room = { taken: 0, most: 1_000_000 };
      void exchange({ ...job, number: 1, request, response, room }, TIMEOUTS).then(
        (refusal) => void (refusal && sendRefusal(response, refusal)),
      );
    });
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    const send = sender({ socketPath });
    const sizes = Array.from({ length: 2 + Math.floor(random() * 4) }, () => Math.ceil(random() * 1500));
    await Promise.all(
      sizes.map((max_tokens) =>
        send({ model: MODEL, max_tokens, messages: [{ role: 'user', content: `x${max_tokens}` }] }),
      ),
    );
    server.close();
    if (meter.spent() > budget) overspent += 1;
  }
  await model.close();
  rmSync(folder, { recursive: true });
  expect(overspent).toBeGreaterThan(5);
});

test('an answer of a million tokens under a budget of a cent is never asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'million-'));
  const model = await startModel(
    { turns: [{ text: 'x', usage: { input_tokens: 10, output_tokens: 1_000_000 } }] },
    { apiKey: KEY, isSideRequest: () => false },
  );
  const socketPath = join(folder, 'api.sock');
  const broker = await serveBroker({
    socketPath,
    upstream: model.url,
    apiKey: KEY,
    agentToken: AGENT_TOKEN,
    models: [MODEL],
    budgetMicroUsd: 10_000,
    maxTokensCap: 1_000_000,
    maxRequests: 10,
    toolNames: [],
    onEvent: () => {},
  });
  const send = sender({ socketPath });
  const ask = (max_tokens: number) =>
    send({ model: MODEL, max_tokens, messages: [{ role: 'user', content: 'x' }] });
  expect((await ask(1_000_000)).status).toBe(402);
  expect(model.requests).toEqual([]);
  // A model that answers more than it was asked for is booked as what it answered, and is the last.
  expect((await ask(50)).status).toBe(200);
  expect((await ask(50)).status).toBe(402);
  expect(model.requests).toHaveLength(1);
  await broker.close();
  await model.close();
  rmSync(folder, { recursive: true });
});
