import { expect, test } from 'vitest';
import { gate, orNotice } from '../../../core/redact/gate.ts';
import { writeLog } from '../../../edge/log/write-log.ts';

const outbound = (text: string) => orNotice(gate(text, 'log', { secrets: {} }), 'log');

test.each([
  ['text', 'one two'],
  ['json', '{"at":"1970-01-01T00:00:01.000Z","message":"one two"}'],
] as const)('a line of %s', (format, wanted) => {
  const lines: string[] = [];
  writeLog(outbound('one\ntwo'), { format, at: 1000, to: (line) => lines.push(line) });
  expect(lines).toEqual([wanted]);
});
