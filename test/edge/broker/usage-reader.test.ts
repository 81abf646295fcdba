import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { streamUsage, wholeUsage, type UsageReader } from '../../../edge/broker/usage-reader.ts';
import { plainBody, startPair } from './start-pair.ts';

/* Usage decides what a run has spent: an answer that lies about it must not make a request cheap. */

type Event = Record<string, unknown>;
const start = (usage?: unknown): Event => ({ type: 'message_start', message: { type: 'message', usage } });
const delta = (usage?: unknown): Event => ({ type: 'message_delta', delta: {}, usage });
const stop: Event = { type: 'message_stop' };
const lines = (events: readonly Event[]) =>
  events.map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`).join('');
const begun = { input_tokens: 100, output_tokens: 1, cache_read_input_tokens: 50 };

function read(reader: UsageReader, text: string): ReturnType<UsageReader['result']> {
  for (let at = 0; at < text.length; at += 7) reader.push(Buffer.from(text.slice(at, at + 7)));
  return reader.result();
}
const stream = (...events: Event[]) => read(streamUsage(), lines(events));

describe('the usage of a stream', () => {
  test('is the totals of its end', () => {
    const { usage, complete } = stream(start(begun), delta({ output_tokens: 900 }), stop);
    expect(complete).toBe(true);
    expect(usage).toMatchObject({ inputTokens: 100, outputTokens: 900, cacheReadTokens: 50 });
  });

  test.each<[string, Event[]]>([
    ['no end', [start(begun), delta({ output_tokens: 900 })]],
    ['no totals', [start(begun), stop]],
    ['totals without output', [start(begun), delta({ input_tokens: 100 }), stop]],
    ['a negative count', [start(begun), delta({ output_tokens: -900 }), stop]],
    [
      'a negative count, then a good one',
      [start({ ...begun, input_tokens: -1 }), delta({ output_tokens: 5 }), stop],
    ],
    ['a fraction', [start(begun), delta({ output_tokens: 0.5 }), stop]],
    ['a text', [start(begun), delta({ output_tokens: '900' }), stop]],
    ['a list', [start(begun), delta([900]), stop]],
    ['more tokens than there are', [start(begun), delta({ output_tokens: 2 ** 53 }), stop]],
    ['an error at its end', [start(begun), { type: 'error', error: { type: 'overloaded_error' } }]],
  ])('is not known with %s', (_name, events) => expect(stream(...events).complete).toBe(false));

  test('is not known with NaN, Infinity or 2^53 + 1', () => {
    for (const number of ['NaN', 'Infinity', '1e400', '9007199254740993']) {
      const end = `data: {"type":"message_delta","usage":{"output_tokens":${number}}}\n\n`;
      expect(read(streamUsage(), lines([start(begun)]) + end + lines([stop])).complete, number).toBe(false);
    }
  });

  test('never goes down, however often it is told', () => {
    const { usage, complete } = stream(
      start(begun),
      delta({ output_tokens: 900, cache_creation_input_tokens: 70 }),
      delta({ output_tokens: 2, input_tokens: 0, cache_creation_input_tokens: 0 }),
      start({ input_tokens: 0, output_tokens: 0 }),
      stop,
    );
    expect(complete).toBe(true);
    expect(usage).toEqual({
      inputTokens: 100,
      outputTokens: 900,
      cacheReadTokens: 50,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 70,
    });
  });

  test('counts a cache once, though only the second telling says how long it lives', () => {
    const { usage } = stream(
      start({ ...begun, cache_creation_input_tokens: 70 }),
      delta({
        output_tokens: 9,
        cache_creation_input_tokens: 70,
        cache_creation: { ephemeral_5m_input_tokens: 70 },
      }),
      stop,
    );
    expect(usage).toMatchObject({ cacheWrite5mTokens: 70, cacheWrite1hTokens: 0 });
  });

  test('stands nowhere else: not in texts, tool calls, pings or unknown events', () => {
    const lie = { input_tokens: 0, output_tokens: 0, usage: { output_tokens: 0 } };
    const { usage, complete } = stream(
      start(begun),
      { type: 'ping', usage: lie },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'text', text: '' },
        usage: lie,
        message: { usage: lie },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: `\n\n${lines([delta(lie), stop])}` },
      },
      { type: 'usage', usage: { output_tokens: 5_000_000 } },
      delta({ output_tokens: 900 }),
      stop,
    );
    expect(complete).toBe(true);
    expect(usage).toMatchObject({ inputTokens: 100, outputTokens: 900 });
  });

  test('is read behind a line of any length, with any line ends', () => {
    const long = `data: ${'x'.repeat(3_000_000)}\n\n`;
    const reader = streamUsage();
    for (const text of [
      lines([start(begun)]),
      long,
      lines([delta({ output_tokens: 900 }), stop]).replaceAll('\n', '\r\n'),
    ]) {
      reader.push(Buffer.from(text));
    }
    expect(reader.result()).toMatchObject({ complete: true, usage: { outputTokens: 900 } });
  });
});

test.each([
  '[]',
  'null',
  '{"usage":{"input_tokens":1,"output_tokens":1}}',
  '{"type":"message"}',
  '{"type":"message","usage":{"input_tokens":1,"output_tokens":-1}}',
  '{',
])('a whole answer that is %s has no usage', (text) =>
  expect(read(wholeUsage(), text)).toEqual({ usage: null, complete: false }),
);

/** What a run is billed for one answer of these bytes, and what was held for it. */
async function billed(text: string): Promise<{ cost: number; held: number }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pair = await startPair(undefined, { upstream });
  await pair.send({ ...plainBody, stream: true });
  await pair.close();
  server.close();
  const forwarded = pair.events.find((event) => event.kind === 'forwarded');
  return { cost: pair.broker.spentMicroUsd(), held: forwarded?.reservedMicroUsd ?? 0 };
}

describe('an answer is booked', () => {
  test('by its usage when that is whole', async () => {
    const { cost } = await billed(lines([start(begun), delta({ output_tokens: 900 }), stop]));
    expect(cost).toBe(100 * 4 + 50 * 0.2 + 900 * 20);
  });

  test.each<[string, Event[]]>([
    ['nothing', []],
    ['only its beginning', [start(begun), stop]],
    ['less than nothing', [start(begun), delta({ output_tokens: -1_000_000 }), stop]],
  ])('by what was held for it when it tells %s', async (_name, events) => {
    const { cost, held } = await billed(lines(events));
    expect(held).toBeGreaterThan(20_000);
    expect(cost).toBe(held);
  });

  test('by what it already told when that is more than was held', async () => {
    const { cost, held } = await billed(lines([start(begun), delta({ output_tokens: 1_000_000 })]));
    expect(cost).toBeGreaterThan(20_000_000);
    expect(cost).toBeGreaterThan(held);
  });
});
