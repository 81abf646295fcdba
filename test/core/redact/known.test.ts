import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';
import { makeLedger, mergedPlaces } from '../../../core/redact/known/ledger.ts';
import { guessableNames, needlesOf } from '../../../core/redact/needles.ts';
import { findPlain } from '../../../core/redact/scan.ts';
import { views } from '../../../core/redact/views/table.ts';
import { inflate } from '../../../edge/codec/inflate.ts';
import { sha256 } from '../../../edge/keys/digest.ts';
import { encodings } from '../../../lab/fuzz/gate/encodings.ts';

const SECRET = 'ghp_Zq7RkW2mXv9TbL4cYd8NfJ3hPs6GaE5uQw1K';
const known = { secrets: { TOKEN: SECRET } };
const isKept = (text: string, secrets: Record<string, string> = known.secrets) =>
  isWithheld(gate(`It says ${text} .`, 'output', { secrets }, { inflate }));
/** Kept back, or masked as far as it shows plainly. */
const isStopped = (text: string) => {
  const result = gate(`It says ${text} .`, 'output', known, { inflate });
  return isWithheld(result) || reveal(result).includes('[redacted: ');
};

test('every view is in the table', async () => {
  const folder = new URL('../../../core/redact/views/', import.meta.url);
  const helpers = new Set([
    'table.ts',
    'view.ts',
    'symbols.ts',
    'unescaped.ts',
    'next-escape.ts',
    'beside-escapes.ts',
    'digit-runs.ts',
    'glued-codes.ts',
    'listed.ts',
    'number-rows.ts',
    'wide-numbers.ts',
  ]);
  const files = readdirSync(folder).filter((file) => !helpers.has(file));
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<object>),
  );
  expect(new Set(modules.flatMap((module) => Object.values(module)))).toEqual(new Set(views));
});

describe('a known value written in another way is stopped', () => {
  const ways = Object.entries(encodings).filter(
    ([, encode]) => !encode(SECRET).includes(SECRET.slice(1, -3)),
  );
  test.each(ways)('%s', (_, encode) => expect(isStopped(encode(SECRET))).toBe(true));
  test.each(ways)('%s: and another value is not', (_, encode) => {
    expect(isKept(encode('nothing to see in here at all, only words'))).toBe(false);
  });
});

describe('what counts as a value', () => {
  test('each field of a JSON secret that is one', () => {
    const account = JSON.stringify({ type: 'service_account', private_key_id: SECRET.slice(4) });
    expect(reveal(gate(`id ${SECRET.slice(4)}`, 'log', { secrets: { ACCOUNT: account } }) as never)).toBe(
      'id [redacted: ACCOUNT]',
    );
    expect(isKept('the type is service_account', { ACCOUNT: account })).toBe(false);
  });

  test('each line of a key, but not its frame', () => {
    const line = 'Zq7RkW2mXv9TbL4cYd8NfJ3hPs6GaE5uQw1KZq7RkW2mXv9T';
    const secrets = { KEY: `-----BEGIN EC PRIVATE KEY-----\n${line}\n-----END EC PRIVATE KEY-----` };
    expect(reveal(gate(`x ${line} y`, 'log', { secrets }) as never)).toBe('x [redacted: KEY] y');
    expect(isKept('it starts with -----BEGIN EC PRIVATE KEY-----', secrets)).toBe(false);
  });

  // Its letters make pairs of English, and its digits stand together: hexadecimal is random all the same.
  const HEX = '72dd0154016afb775f59198107092440049690cac45ac5545aef08440cd3';
  const windows = Array.from({ length: HEX.length - 13 }, (_, at) => HEX.slice(at, at + 14));
  test.each(windows)('fourteen digits of a key, %s, are enough', (piece) => {
    const secrets = { KEY: `sk-ant-api03-${HEX}` };
    expect(reveal(gate(`The build ${piece} is done.`, 'output', { secrets }) as never)).toBe(
      'The build [redacted: KEY] is done.',
    );
  });

  test('twelve are, where they are not the same few', () => {
    const secrets = { KEY: `sk-ant-api03-${HEX}` };
    expect(isKept(HEX.slice(0, 12), secrets)).toBe(false);
    expect(reveal(gate(`a ${HEX.slice(0, 12)} b`, 'log', { secrets }) as never)).toBe('a [redacted: KEY] b');
    expect(reveal(gate('a 092440049690 b', 'log', { secrets }) as never)).toBe('a 092440049690 b');
  });

  test('eleven are not: a digit less is found by chance sixteen times as often', () => {
    const digests = (name: string, count: number) =>
      Array.from({ length: count }, (_, at) => sha256(`${name} ${at}`));
    const keys = digests('key', 100);
    const noise = digests('noise', 8000).join('\n');
    const needles = needlesOf({ secrets: Object.fromEntries(keys.map((key, at) => [`K${at}`, key])) });
    const found = (text: string) => findPlain(text, needles).length;
    expect(keys.filter((key) => found(`a ${key.slice(20, 31)} b`) > 0)).toEqual([]);
    expect(keys.filter((key) => found(`a ${key.slice(20, 32)} b`) === 0).length).toBeLessThan(5);
    expect(found(noise)).toBe(0);
    // The noise is enough of it: seven digits of a key are there.
    const sevens = new Set(
      keys.flatMap((key) => Array.from({ length: 58 }, (_, at) => key.slice(at, at + 7))),
    );
    expect(
      Array.from(noise, (_, at) => noise.slice(at, at + 7)).filter((seven) => sevens.has(seven)).length,
    ).toBeGreaterThan(5);
  });

  test('a password of words is found whole only, and is named', () => {
    const weak = { secrets: { PASS: 'correct horse battery', TOKEN: SECRET } };
    expect(guessableNames(weak)).toEqual(['PASS']);
    expect(isKept('the horse battery is correct', weak.secrets)).toBe(false);
    expect(isKept('Y29ycmVjdCBob3JzZSBiYXR0ZXJ5', weak.secrets)).toBe(true);
  });
});

describe('the ledger of a job', () => {
  const pieces = SECRET.slice(4).match(/.{1,9}/g) as string[];
  const leaves = (texts: string[], options: { ledger?: ReturnType<typeof makeLedger> }) =>
    texts.map((text) => !isWithheld(gate(`part: ${text}`, 'log', known, options)));

  test('keeps back the text that would complete a value', () => {
    expect(leaves(pieces, { ledger: makeLedger() })).toEqual([true, false, false, false]);
  });
  test('lets everything else leave, also after that', () => {
    const ledger = makeLedger();
    leaves(pieces, { ledger });
    expect(leaves(['all is well', pieces[0] as string], { ledger })).toEqual([true, true]);
  });
  test('goes on from what was kept of it, which is no value', () => {
    const kept = pieces.map((text) => {
      const ledger = makeLedger();
      leaves([text], { ledger });
      return ledger.places();
    });
    expect(JSON.stringify(kept)).toMatch(/^[[\]{}":,\d]+$/);
    const before = mergedPlaces(kept.slice(0, 1));
    expect(leaves([pieces[1] as string], { ledger: makeLedger(before) })).toEqual([false]);
    expect(leaves([pieces[0] as string], { ledger: makeLedger(before) })).toEqual([true]);
    // What is of other values is left out.
    expect(leaves([pieces[1] as string], { ledger: makeLedger({ 0: '111', 99: '1'.repeat(36) }) })).toEqual([
      true,
    ]);
  });
  test('and without one each piece leaves', () => {
    expect(leaves(pieces, {})).toEqual([true, true, true, true]);
  });
});

describe('a line of a log, written while the agent waits', () => {
  const value = 'Zq7Rk2Lm9Tx4Wv8Yb3Nc6Hd1';
  const kept = (text: string) => isWithheld(gate(`It says ${text} .`, 'log', { secrets: { KEY: value } }));
  const codes = Array.from(value, (one) => one.charCodeAt(0));

  test.each([
    ['base64', Buffer.from(value).toString('base64')],
    ['base64 of base64', Buffer.from(Buffer.from(value).toString('base64')).toString('base64')],
    ['hex', Buffer.from(value).toString('hex')],
    ['a list of numbers', codes.join(', ')],
    ['backwards', Array.from(value).toReversed().join('')],
    ['tags between', Array.from(value, (one) => `<b>${one}</b>`).join('')],
    ['spaces between', Array.from(value).join(' ')],
  ])('is read as %s', (_, text) => {
    expect(kept(text)).toBe(true);
  });

  test('and is not turned every way, as what is posted is', () => {
    const acrostic = Array.from(value, (one) => `${one}ome words`).join('\n');
    expect(kept(acrostic)).toBe(false);
    expect(isWithheld(gate(acrostic, 'output', { secrets: { KEY: value } }))).toBe(true);
  });
});
