import { describe, expect, test } from 'vitest';
import { admit, begin, openFleet, type Fleet } from '../../../core/fleet/fleet.ts';
import { cost } from '../../../core/pricing/prices.ts';
import { isRefusal } from '../../../core/refusal.ts';
import type { BrokerEvent } from '../../../edge/broker/events.ts';
import { makeMeter, type Envelope } from '../../../edge/broker/meter.ts';
import { opened, sendAs, worker } from './start-fleet.ts';
import { KEY, plainBody, sender, startPair, type Pair, type Send } from './start-pair.ts';

/* What a compromised worker can try against its lead, its peers and the money of all, over the socket that it has. */

const MODEL = 'claude-haiku-4-5';
const asked = {
  ...plainBody,
  model: MODEL,
  max_tokens: 500,
  tools: [{ name: 'Grep', input_schema: { type: 'object' } }],
};

function settled(events: readonly BrokerEvent[], actor?: string): number {
  return events.reduce(
    (sum, event) =>
      event.kind === 'settled' && (actor === undefined || event.actor === actor)
        ? sum + event.costMicroUsd
        : sum,
    0,
  );
}

describe('W06: a ledger attack', () => {
  /** Numbers that a worker says, in every place where one could be believed. */
  const LIES = [-1_000_000, Number.MAX_SAFE_INTEGER, 2 ** 53 + 2, 1e308, -0.5];
  const lies = (lie: number): { body: object; raw?: Buffer; path?: string; headers?: object }[] => [
    { body: { ...asked, usage: { input_tokens: lie, output_tokens: lie } } },
    { body: { ...asked, max_tokens: lie } },
    { body: { ...asked, metadata: { user_id: JSON.stringify({ spent: lie, actor: 'main' }) } } },
    { body: { ...asked, actor: 'main', parent: 'main', costMicroUsd: lie } },
    { body: asked, headers: { 'x-actor': 'main', 'x-spent-microusd': String(lie) } },
    { body: { closeActor: 'main/2' }, path: '/close' },
    { body: { open: { actor: 'main/3', parent: 'main', budgetMicroUsd: lie } }, path: '/open' },
    { body: {}, raw: Buffer.from(`{"closeActor":"main/2"}\n{"close":true}\n`) },
    { body: {}, raw: Buffer.from(JSON.stringify(asked).replace('500', 'NaN')) },
  ];

  /** What the model gave, what the log says and what the broker holds, after all lies were told. */
  async function told(pair: Pair, meters: { lead: () => number }) {
    const send = await opened(pair, 'main/1');
    const peer = await opened(pair, 'main/2');
    for (const lie of LIES)
      for (const { body, headers, ...rest } of lies(lie))
        await send(body, { ...rest, headers: { ...headers } });
    expect((await peer(asked)).status).toBe(200);
    const used = meters.lead();
    const closed = [await pair.broker.closeActor('main/1'), await pair.broker.closeActor('main/2')];
    const real = pair.model.requests.length * ONE;
    return { real, log: settled(pair.events), spent: pair.broker.spentMicroUsd(), used, closed };
  }

  const usage = { input_tokens: 100, output_tokens: 10 };
  const ONE = 150;

  test('changes no sum: the model’s answers, the log and the meters say the same to the micro-dollar', async () => {
    const meter = makeMeter(1_000_000);
    const pair = await startPair({ turns: [{ text: 'ok', usage }] }, {}, () => meter);
    const { real, log, spent, used, closed } = await told(pair, { lead: () => meter.used() });
    expect(real).toBeGreaterThan(2 * ONE);
    expect([log, spent]).toEqual([real, real]);
    // The peer's envelope was held all the time, and was the peer's.
    expect([used, closed]).toEqual([200_000, [real - ONE, ONE]]);
    // What was refused or paid is on the record under the name of whoever did it.
    expect(new Set(pair.events.map(({ actor }) => actor))).toEqual(new Set(['main/1', 'main/2']));
    await pair.close();
  });

  test('ablation: a meter that believes what it is told to free does not come to the same sum', async () => {
    const meter = believing(makeMeter(1_000_000));
    const pair = await startPair({ turns: [{ text: 'ok', usage }] }, {}, () => meter);
    const { real, log, spent } = await told(pair, { lead: () => meter.used() });
    expect(log).toBe(real);
    expect(spent).not.toBe(real);
    await pair.close();
  });

  /** Books of every child but a half: as if a worker could release what it has spent. */
  function believing(one: Envelope): Envelope {
    const spent = () => Math.floor(one.spent() / 2);
    return {
      ...one,
      spent,
      async open(amount, signal) {
        const child = await one.open(amount, signal);
        return isRefusal(child) ? child : believing(child);
      },
    };
  }
});

describe('W07: a worker’s socket, asked for more than its profile has', () => {
  const lead = { ...asked, model: 'claude-opus-5-5' };
  const tries: [what: string, order: Parameters<Send>][] = [
    ...['files', 'batches', 'models', 'messages/batches', 'complete', 'messages/../models'].map(
      (path): [string, Parameters<Send>] => [`/v1/${path}`, [asked, { path: `/v1/${path}` }]],
    ),
    ['another method', [asked, { method: 'PUT' }]],
    ['another base', [asked, { path: 'http://evil.example/v1/messages' }]],
    ['the model of the lead', [lead]],
    ['more tokens than its own cap', [{ ...asked, max_tokens: 4096 }]],
    ['the tools of the lead', [{ ...asked, tools: [{ name: 'Read', input_schema: { type: 'object' } }] }]],
    ['a tool of the server', [{ ...asked, tools: [{ type: 'web_search_20250305', name: 'web_search' }] }]],
    ['the token of the lead', [asked, { headers: { 'x-api-key': 'dummy-agent-token' } }]],
    [
      'headers of its own',
      [asked, { headers: { 'x-forwarded-host': 'evil.example', 'anthropic-beta': 'files-api-2025-04-14' } }],
    ],
  ];

  /** What the model saw that is not in the worker's profile. */
  function foreign(pair: Pair): string[] {
    return pair.model.requests.flatMap(({ method, path, headers, body }) => {
      const { model, max_tokens = 0, tools = [] } = (body ?? {}) as Partial<typeof asked>;
      return [
        method === 'POST' && /^\/v1\/messages(\?beta=true)?$/.test(path) ? [] : [`${method} ${path}`],
        model === MODEL ? [] : [`model ${model}`],
        max_tokens <= 2048 ? [] : [`max_tokens ${max_tokens}`],
        tools.every(({ name }) => name === 'Grep') ? [] : ['tools'],
        headers['x-forwarded-host'] === undefined && !/files-api/.test(String(headers['anthropic-beta']))
          ? []
          : ['headers'],
      ].flat();
    });
  }

  async function attack(pair: Pair, send: Send): Promise<string[]> {
    for (const [, order] of tries) await send(...order);
    return foreign(pair);
  }

  test('reaches the model with nothing but what its own profile has', async () => {
    const pair = await startPair({ turns: [{ text: 'ok' }] });
    expect(await attack(pair, await opened(pair, 'main/1'))).toEqual([]);
    // The last one is a request as it should be, once its headers are ours.
    expect(pair.model.requests).toHaveLength(1);
    const refused = pair.events.filter(({ actor, kind }) => actor === 'main/1' && kind === 'refused');
    expect(refused.length).toBe(tries.length - 2);
    await pair.close();
  });

  test('ablation: a worker that is served with the profile of its lead gets the lead’s model and tools', async () => {
    const pair = await startPair({ turns: [{ text: 'ok' }] });
    const send = await opened(pair, 'main/1', {
      models: ['opus', MODEL],
      maxTokensCap: 4096,
      toolNames: ['Read', 'Grep'],
    });
    expect(await attack(pair, send)).toEqual(['model claude-opus-5-5', 'max_tokens 4096', 'tools']);
    await pair.close();
  });

  test('ablation: without a broker the model sees all of it', async () => {
    const pair = await startPair({ turns: [{ text: 'ok' }] });
    const seen = await attack(pair, (body, change) => {
      const direct = sender({ url: pair.model.url });
      return direct(body, { ...change, headers: { ...change?.headers, 'x-api-key': KEY } });
    });
    expect(seen).toEqual(
      expect.arrayContaining(['POST /v1/files', 'model claude-opus-5-5', 'max_tokens 4096', 'headers']),
    );
    await pair.close();
  });
});

describe('M24: a nested agent, with a cleared environment', () => {
  const usage = { input_tokens: 400, output_tokens: 400 };
  /** Sessions that say of themselves whatever they like, all over the one socket that the cage has. */
  const sessions = Array.from({ length: 30 }, (_, depth) => ({
    'x-claude-code-session-id': `nested-${depth}`,
    'x-dispatch-depth': '0',
    'x-dispatch-actor': 'main',
  }));
  const nested = async (pair: Pair, actors: readonly string[]) => {
    const replies = await Promise.all(
      sessions.map((headers, at) =>
        sendAs(pair, actors[at % actors.length] ?? '')(asked, { headers: { ...headers } }),
      ),
    );
    return replies.filter(({ status }) => status === 200).length;
  };

  test('is the worker that it runs in: its requests, its money, and no depth but what was counted by us', async () => {
    const pair = await startPair({ turns: [{ text: 'ok', usage }] });
    await opened(pair, 'main/1', { budgetMicroUsd: 20_000, maxRequests: 6 });
    expect(await nested(pair, ['main/1'])).toBeLessThanOrEqual(6);
    expect(pair.broker.spentMicroUsd('main/1')).toBeLessThanOrEqual(20_000);
    expect(pair.broker.spentMicroUsd()).toBe(pair.broker.spentMicroUsd('main/1'));
    await pair.close();
  });

  test('ablation: with a socket and a token for each session the limits of the worker hold nobody', async () => {
    const pair = await startPair({ turns: [{ text: 'ok', usage }] });
    const actors = Array.from({ length: 10 }, (_, at) => `main/${at + 1}`);
    for (const actor of actors) await opened(pair, actor, { budgetMicroUsd: 20_000, maxRequests: 6 });
    expect(await nested(pair, actors)).toBeGreaterThan(6);
    await pair.close();
  });

  const limits = {
    maxDepth: 2,
    maxWorkers: 9,
    maxParallel: 9,
    maxTotalWorkers: 50,
    budgetMicroUsd: 1_000_000,
  };
  const wanted = { agent: 'nested', budgetMicroUsd: 1000, profileMicroUsd: 1000 };
  /** How deep a chain of workers comes in which each starts the next. */
  function depthOfChain(fleet: Fleet, by = 'main', reached = 0): number {
    const admitted = admit(fleet, { ...wanted, budgetMicroUsd: 1000 - reached * 10, by });
    if (isRefusal(admitted)) return reached;
    return depthOfChain(begin(admitted.fleet, admitted.actor), admitted.actor, reached + 1);
  }

  test('depth is that of the pipe it asks over', () => {
    expect(depthOfChain(openFleet(limits))).toBe(2);
    // The ablation: a limit that nobody looks at.
    expect(depthOfChain(openFleet({ ...limits, maxDepth: 99 }))).toBeGreaterThan(10);
  });
});

describe('M31: spending, by two hundred requests of many workers at once', () => {
  const BUDGET = 60_000;
  /** The least that a request can cost. */
  const MINIMAL = 6;

  async function spend(meterOf = makeMeter): Promise<{ real: number; statuses: Set<number> }> {
    let real = 0;
    let serial = 0;
    const priced = { cacheReadTokens: 0, cacheWrite1hTokens: 0, cacheWrite5mTokens: 0 };
    const pair = await startPair(
      () => {
        serial += 1;
        const usage = { input_tokens: (serial * 397) % 1500, output_tokens: 1 + ((serial * 613) % 500) };
        const tokens = { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens };
        real += Number(cost({ ...tokens, ...priced }, MODEL));
        return { text: 'x', usage, delayMs: (serial * 7) % 20 };
      },
      { budgetMicroUsd: BUDGET, maxRequests: 1000 },
      meterOf,
    );
    const workers = ['main/1', 'main/2', 'main/3', 'main/1/1', 'main/1/2'];
    for (const actor of workers) {
      const budgetMicroUsd = actor.length > 6 ? 8000 : 20_000;
      await pair.broker.openActor(worker(pair, actor, { budgetMicroUsd, maxRequests: 1000 }));
    }
    const flood = async (actor: string) => {
      const replies = await Promise.all(Array.from({ length: 40 }, () => sendAs(pair, actor)(asked)));
      // What those below have left is their parent's, who may wait for it.
      if (actor !== 'main/1') await pair.broker.closeActor(actor);
      return replies;
    };
    const replies = (await Promise.all(workers.map(flood))).flat();
    const statuses = new Set(replies.map(({ status }) => status));
    expect(pair.broker.spentMicroUsd('main/1')).toBeLessThanOrEqual(pair.broker.spentMicroUsd());
    await pair.close();
    return { real, statuses };
  }

  test('stays within the budget of the run, whoever asks', async () => {
    const { real, statuses } = await spend();
    expect(real).toBeLessThanOrEqual(BUDGET + MINIMAL);
    expect(real).toBeGreaterThan(BUDGET / 3);
    expect(statuses).toEqual(new Set([200, 402]));
  });

  test('ablation: with workers whose envelopes are only looked at, it does not', async () => {
    const { real } = await spend((budget) => forgetful(makeMeter(budget)));
    expect(real).toBeGreaterThan(BUDGET + MINIMAL);
  });

  /** It asks what is spent already, and holds nothing. */
  function forgetful(one: Envelope): Envelope {
    return {
      ...one,
      reserve: (_amount, signal) => one.reserve(0, signal),
      async open(amount, signal) {
        const child = await one.open(amount, signal);
        return isRefusal(child) ? child : forgetful(child);
      },
    };
  }
});
