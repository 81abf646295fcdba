import { expect, test } from 'vitest';
import { makeLineSplitter } from '../../../edge/claude/lines.ts';

function split(chunks: (string | Buffer)[], longest?: number) {
  const lines: string[] = [];
  let overlong = 0;
  const splitter = makeLineSplitter(
    (line) => lines.push(line),
    () => (overlong += 1),
    longest,
  );
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return { lines, overlong };
}

test('lines are whole whatever the chunks are', () => {
  expect(split(['a', 'b\nc\n', '\n', 'd']).lines).toEqual(['ab', 'c', 'd']);
});

test('a character cut in two by a chunk border is whole again', () => {
  const bytes = Buffer.from('é\n');
  expect(split([bytes.subarray(0, 1), bytes.subarray(1)]).lines).toEqual(['é']);
});

test('an over-long line is told once and skipped to its end', () => {
  expect(split(['12345', '67890', 'xx\nok\n'], 8)).toEqual({ lines: ['ok'], overlong: 1 });
});

test('invalid UTF-8 does not throw', () => {
  expect(split([Buffer.from([0xff, 0xfe, 0x0a])]).lines).toHaveLength(1);
});
