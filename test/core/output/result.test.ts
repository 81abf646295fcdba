import { describe, expect, test } from 'vitest';
import { readResult, RESULT_MAX_CHARACTERS } from '../../../core/output/result.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { good } from './good-result.ts';

const text = JSON.stringify(good);

describe('result.json', () => {
  test('is read back as written', () => expect(readResult(text)).toEqual(good));
  test('white space is fine', () => expect(readResult(JSON.stringify(good, null, 2))).toEqual(good));

  test('calls that were wanted are read, too', () => {
    const wanted = { count: 30, calls: [{ tool: 'Bash', input: 'npm test' }] };
    expect(readResult(JSON.stringify({ ...good, wanted }))).toEqual({ ...good, wanted });
  });

  const { error_code: _class, tokens: _tokens, ...first } = { ...good, version: 1 };
  test('version 1 is read as if it were written today', () => {
    expect(readResult(JSON.stringify(first))).toEqual({ ...good, tokens: null });
    const cause = { code: 'over-budget', because: 'b', remedy: 'r' };
    const failed = (change: object) => readResult(JSON.stringify({ ...first, outcome: 'failed', ...change }));
    expect(failed({ cause })).toMatchObject({ version: 2, error_code: 'budget', cause });
    expect(failed({ cause: { ...cause, code: 'never-heard-of' } })).toMatchObject({ error_code: 'bug' });
    expect(failed({ outcome: 'timed_out' })).toMatchObject({ error_code: 'timeout' });
    expect(failed({ outcome: 'cancelled' })).toMatchObject({ error_code: 'cancelled' });
  });

  test('thousands of keys are refused before anything is made of them', () => {
    const keys = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${at}`, 0]));
    expect(readResult(JSON.stringify(keys))).toMatchObject({
      because: expect.stringContaining('an object in it has too many keys'),
    });
  });

  test.each([
    ['strings with a control character', '{"version":"\u0001"}'],
    ['strings with a line end', '{"version":"a\n"}'],
    ['an escape that is none', '{"version":"\\x"}'],
  ])('%s are no JSON', (_, json) => {
    expect(readResult(json)).toMatchObject({ because: expect.stringContaining('not JSON') });
  });

  test.each([
    ['nothing', ''],
    ['another JSON value', '[]'],
    ['an unknown key', JSON.stringify({ ...good, extra: 1 })],
    ['a missing key', JSON.stringify({ ...good, calls: undefined })],
    ['another version', JSON.stringify({ ...good, version: 3 })],
    ['a class that there is none of', JSON.stringify({ ...good, error_code: 'x' })],
    ['tokens below nothing', JSON.stringify({ ...good, tokens: { input: -1, output: 0 } })],
    ['version 1 with what came later', JSON.stringify({ ...good, version: 1 })],
    ['a duplicate key', text.replace('{', '{"outcome":"failed",')],
    ['a duplicate key, escaped', text.replace('{', '{"outc\\u006fme":"failed",')],
    ['a prototype key', text.replace('{', '{"__proto__":{},')],
    ['a number out of range', text.replace('0.0421', '1e999')],
    ['a negative cost', text.replace('0.0421', '-1')],
    ['a fraction of a turn', text.replace('"turns":7', '"turns":7.5')],
    ['a job id that is none', text.replace('abab', 'a-->')],
    ['an agent with markup', text.replace('"reviewer"', '"<b>"')],
    [
      'too many calls',
      JSON.stringify({
        ...good,
        allowed_calls: Array.from({ length: 21 }, () => ({ tool: 'a', input: 'b' })),
      }),
    ],
    [
      'calls that were wanted, and none of them',
      JSON.stringify({ ...good, wanted: { count: 3, calls: [] } }),
    ],
    [
      'too many calls that were wanted',
      JSON.stringify({
        ...good,
        wanted: { count: 21, calls: Array.from({ length: 21 }, () => ({ tool: 'a', input: 'b' })) },
      }),
    ],
    ['a long line', JSON.stringify({ ...good, model: 'x'.repeat(201) })],
    ['deep nesting', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    ['more values than a result has', `[${'0,'.repeat(2_000)}0]`],
    ['more keys than a result has', `{${Array.from({ length: 40_000 }, (_, at) => `"k${at}":0`).join()}}`],
    ['nesting of 100,000 levels', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['such nesting that never ends', '['.repeat(500_000)],
    ['a key that names a constructor', text.replace('{', '{"constructor":{"prototype":{}},')],
    ['a number beyond what numbers hold', text.replace('0.0421', '1e400')],
    ['a number that is none', text.replace('0.0421', 'NaN')],
    ['infinity', text.replace('0.0421', '-Infinity')],
    ['a number of a million digits', text.replace('0.0421', '1'.repeat(1_000_000))],
    ['a long key', text.replace('{', `{"${'k'.repeat(900_000)}":1,`)],
    ['half a character in a name', text.replace('"reviewer"', '"\\ud800"')],
    ['something after it', `${text} {}`],
    ['a comment', `${text} // x`],
    ['a byte order mark', `\uFEFF${text}`],
    ['too much', JSON.stringify({ ...good, text: 'x'.repeat(RESULT_MAX_CHARACTERS) })],
    ['a torn file', text.slice(0, -5)],
    ['a line feed in a string', text.replace('All is', 'All\nis')],
  ])('refuses %s', (_, bad) => {
    const read = readResult(bad);
    expect(isRefusal(read) && read.code).toBe('result-unreadable');
  });
});
