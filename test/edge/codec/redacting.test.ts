import { array, assert, asyncProperty, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { streamed } from '../../../bench/gate-stream.ts';
import { streamShapes } from '../../../core/redact/stream-shapes.ts';
import { inflate } from '../../../edge/codec/inflate.ts';
import { redacting } from '../../../edge/codec/redacting.ts';

const VALUE = 'kQ7vXz2LmW9pRt4sYb6nHd3fJg8cTa5e';
const TOKEN = 'ghp_Zq7RkW2mXv9TbL4cYd8NfJ3hPs6GaE5uQw1K';
const known = { secrets: { VALUE, WHOLE: `${VALUE}-and-some-more-0815` } };
const line = 'a line of a log with some words in it, and a number 4711\n';
const make = () => redacting(known, { inflate, also: streamShapes() });

/** A source of chunks of these sizes, over and over, and how many of them were asked for. */
function source(bytes: Uint8Array, sizes: readonly number[]) {
  let at = 0;
  const asked = { chunks: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) {
          controller.close();
          return;
        }
        const size = sizes[asked.chunks++ % sizes.length] ?? 1;
        controller.enqueue(bytes.slice(at, at + size));
        at += size;
      },
      cancel() {
        asked.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, asked };
}

async function read(stream: ReadableStream<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

test('any chunks give the same bytes, and findings that overlap one mask', async () => {
  const secrets = [VALUE, known.secrets.WHOLE, TOKEN, `x${VALUE}${TOKEN}`, `postgres://me:${VALUE}@db/x`];
  const text = Array.from({ length: 4000 }, (_, at) => `${line}${secrets[at % secrets.length] ?? ''} `).join(
    '',
  );
  const bytes = Buffer.from(text);
  const expected = await read(source(bytes, [bytes.length]).stream.pipeThrough(make().stream));
  expect(expected).toContain(`${line}[redacted: WHOLE] `);
  // A token that is glued to a value, and the value with it, behind the token alone.
  const token = '[redacted: github-token]';
  expect(expected).toContain(`${token} ${line}${token} ${line}postgres://me:`);
  for (const secret of [VALUE, TOKEN]) expect(expected).not.toContain(secret.slice(0, 12));
  await assert(
    asyncProperty(array(integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 5 }), async (sizes) => {
      const sized = sizes.map((size) => Math.max(size, 100));
      expect((await read(source(bytes, sized).stream.pipeThrough(make().stream))) === expected).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('it takes no more than what its reader asks for', async () => {
  const { stream, asked } = source(Buffer.from(line.repeat(40_000)), [50_000]);
  const reader = stream.pipeThrough(make().stream).getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked.chunks).toBeLessThan(10);
  await reader.cancel();
  await expect.poll(() => asked.cancelled).toBe(true);
});

test('after something withheld it ends, and asks for nothing more', async () => {
  const before = line.repeat(6000);
  const hidden = Buffer.from(VALUE).toString('base64');
  const { stream, asked } = source(Buffer.from(`${before}${hidden}\n${line.repeat(60_000)}`), [100_000]);
  const { stream: through, withheld } = make();
  const out = await read(stream.pipeThrough(through));
  expect(before.startsWith(out) && out.length > 100_000).toBe(true);
  expect(withheld()).toContain('VALUE');
  await expect.poll(() => asked.cancelled).toBe(true);
  expect(asked.chunks).toBeLessThan(12);
});

test('64 MB go through in constant memory', { timeout: 300_000 }, async () => {
  const { growth, masks, withheld } = await streamed('lines', 64);
  expect(withheld).toBe(0);
  // In each chunk of 65 kB one, and one across every border of chunks.
  expect(masks).toBeGreaterThan(1.9 * (64e6 / 65_700));
  expect(growth).toBeLessThan(48);
});
