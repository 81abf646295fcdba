import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { readResult } from '../../../core/output/result.ts';
import { resultSchema } from '../../../core/output/result-schema.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { good } from './good-result.ts';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(resultSchema());

test('the schema names the version of a result', () => {
  expect(resultSchema()).toMatchObject({ title: expect.stringContaining('version 2') });
});

test.each([
  ['a success', {}],
  ['a failure', { outcome: 'failed', error_code: 'budget', cause: { code: 'c', because: 'b', remedy: 'r' } }],
  ['one that never ran', { tokens: null, cost_usd: null, turns: null, model: null, audit_head: null }],
  ['an answer that follows a schema', { structured: true, text: '{}' }],
  ['what strangers wrote', { tainted: ['a comment'] }],
])('the schema and the reader take %s', (_, change) => {
  const text = JSON.stringify({ ...good, ...change });
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(isRefusal(readResult(text))).toBe(false);
});

test.each([
  ['an unknown key', { extra: 1 }],
  ['a missing key', { error_code: undefined }],
  ['an unknown class', { error_code: 'x' }],
  ['another version', { version: 3 }],
  ['a negative cost', { cost_usd: -1 }],
  ['an agent with markup', { agent: '<b>' }],
  ['too many calls', { allowed_calls: Array.from({ length: 21 }, () => ({ tool: 'a', input: 'b' })) }],
  ['an output of no kind', { outputs: [{ kind: 'x', item: {} }] }],
])('the schema and the reader refuse %s', (_, change) => {
  const text = JSON.stringify({ ...good, ...change });
  expect(validate(JSON.parse(text))).toBe(false);
  expect(isRefusal(readResult(text))).toBe(true);
});
