import { describe, expect, test } from 'vitest';
import { inputSchema } from '../../../../core/output/kinds/served.ts';
import { openStore, type Store } from '../../../../core/fleet/store/store.ts';
import { isStoreTool, storeTools, type StoreToolName } from '../../../../core/fleet/store/store-tools.ts';
import { withoutLeasesOf } from '../../../../core/fleet/store/lease.ts';
import { answerWait } from '../../../../core/fleet/store/read-entry.ts';

/** A store and who asks it, as one who asks in tests. */
function at(opened: Store = openStore()) {
  let store = opened;
  const ask = (actor: string, tool: StoreToolName, input: unknown, now = 0, taint: string[] = []) => {
    const outcome = storeTools[tool].answer(store, { actor, taint }, input, now);
    store = outcome.store;
    if (!('answer' in outcome)) return { became: 'waits' as const, wait: outcome.wait, words: '', taint: [] };
    return outcome.answer;
  };
  return { ask, get: () => store };
}

const told = ({ words }: { words: string }): unknown => JSON.parse(words);

describe('a value', () => {
  test('is read by all, with its version and who wrote it', () => {
    const { ask } = at();
    expect(told(ask('main/1', 'store_set', { key: '/shared/plan/a', value: 'do it' }))).toEqual({
      key: '/shared/plan/a',
      version: 'main.1-1',
    });
    expect(told(ask('main', 'store_get', { key: '/shared/plan/a' }))).toEqual({
      key: '/shared/plan/a',
      version: 'main.1-1',
      writer: 'main.1',
      value: 'do it',
    });
  });

  test('of its own is written as /peer/me, and read by others by the name of its writer', () => {
    const { ask } = at();
    ask('main/1/2', 'store_set', { key: '/peer/me/notes', value: 'mine' });
    expect(told(ask('main', 'store_get', { key: '/peer/main.1.2/notes' }))).toMatchObject({ value: 'mine' });
    expect(told(ask('main/1', 'store_get', { key: '/peer/me/notes' }))).toMatchObject({ value: null });
  });

  test.each([
    ['main/1', '/ref/rules', 'written by the lead alone'],
    ['main/1/1', '/ref/rules', 'written by the lead alone'],
    ['main/1', '/peer/main/notes', 'belongs to another'],
    ['main/1', '/peer/main.2/notes', 'belongs to another'],
    ['main/1', '/peer/main.1.1/notes', 'belongs to another'],
    ['main', '/peer/main.1/notes', 'belongs to another'],
  ])('is not written by %s at %s', (actor, key, words) => {
    const { ask, get } = at();
    for (const [tool, more] of [
      ['store_set', { value: 'x' }],
      ['store_set', { value: null }],
      ['store_cas', { value: 'x', version: null }],
      ['store_lease', { seconds: 5 }],
    ] as const) {
      const answer = ask(actor, tool, { key, ...more });
      expect(answer).toMatchObject({ became: 'refused', words: expect.stringContaining(words) as string });
    }
    expect(get()).toEqual(openStore());
  });

  test('of the lead is read by all', () => {
    const { ask } = at();
    ask('main', 'store_set', { key: '/ref/rules', value: 'be brief' });
    expect(told(ask('main/2', 'store_get', { key: '/ref/rules' }))).toMatchObject({ value: 'be brief' });
  });

  test.each([
    '/',
    '/shared',
    '/shared/',
    '/shared/..',
    '/shared/../ref/rules',
    '/shared/.hidden',
    '/shared//a',
    '/peer/me',
    '/peer/a',
    '/peer/me/../main/notes',
    '/etc/passwd',
    'shared/a',
    '/shared/a b',
    '/shared/a%2fb',
    '/shared/a\u0000b',
    '/shared/ä',
    '/shared/\uFF21',
    `/shared/${'a'.repeat(65)}`,
    `/shared/a${'/a'.repeat(6)}`,
  ])('has no key like %j', (key) => {
    const { ask, get } = at();
    expect(ask('main', 'store_set', { key, value: 'x' })).toMatchObject({
      became: 'refused',
      words: expect.stringContaining('A key is /shared/') as string,
    });
    expect(get()).toEqual(openStore());
  });

  test('is removed with null, and its versions never come back', () => {
    const { ask } = at();
    ask('main', 'store_set', { key: '/shared/a', value: 'one' });
    ask('main', 'store_set', { key: '/shared/a', value: null });
    expect(told(ask('main/1', 'store_get', { key: '/shared/a' }))).toMatchObject({
      version: null,
      value: null,
    });
    ask('main', 'store_set', { key: '/shared/a', value: 'one' });
    expect(ask('main/1', 'store_cas', { key: '/shared/a', version: 'main-1', value: 'two' })).toMatchObject({
      became: 'refused',
      words: '/shared/a is at the version main-2. Read it again, then decide.',
    });
  });
});

describe('taint', () => {
  const stranger = ['a comment by a stranger'];

  test('goes over to whoever reads, lists, waits for, or misses by a version what was written', () => {
    const { ask } = at();
    ask('main/1', 'store_set', { key: '/shared/a', value: 'x' }, 0, stranger);
    expect(ask('main', 'store_get', { key: '/shared/a' }).taint).toEqual(stranger);
    expect(ask('main', 'store_list', { prefix: '/' }).taint).toEqual(stranger);
    expect(ask('main', 'store_wait', { key: '/shared/a', version: null, seconds: 5 }).taint).toEqual(
      stranger,
    );
    expect(ask('main', 'store_cas', { key: '/shared/a', version: null, value: 'y' }).taint).toEqual(stranger);
    expect(ask('main', 'store_get', { key: '/shared/b' }).taint).toEqual([]);
    expect(ask('main', 'store_list', { prefix: '/ref/' }).taint).toEqual([]);
  });

  test('goes over to whoever is told that something is gone, or full, or leased', () => {
    const { ask } = at(openStore({ ...openStore().limits, keys: 1 }));
    ask('main', 'store_set', { key: '/shared/a', value: 'x' });
    ask('main/1', 'store_set', { key: '/shared/a', value: null }, 0, stranger);
    expect(ask('main', 'store_get', { key: '/shared/a' }).taint).toEqual(stranger);
    ask('main/1', 'store_set', { key: '/shared/b', value: 'x' }, 0, stranger);
    expect(ask('main', 'store_set', { key: '/shared/c', value: 'x' })).toMatchObject({
      became: 'refused',
      taint: stranger,
    });
    ask('main/1', 'store_lease', { key: '/shared/c', seconds: 5 }, 0, stranger);
    expect(ask('main', 'store_lease', { key: '/shared/c', seconds: 5 }).taint).toEqual(stranger);
  });

  test('does not stay where somebody without it writes anew', () => {
    const { ask } = at();
    ask('main/1', 'store_set', { key: '/shared/a', value: 'x' }, 0, stranger);
    ask('main', 'store_set', { key: '/shared/a', value: 'y' });
    expect(ask('main/2', 'store_get', { key: '/shared/a' }).taint).toEqual([]);
  });
});

describe('who waits', () => {
  test('is told at once what has changed already, else when it does or the time is over', () => {
    const { ask, get } = at();
    const asked = ask('main', 'store_wait', { key: '/shared/a', version: null, seconds: 2 }, 1000);
    if (!('wait' in asked)) throw new Error('was told at once');
    expect(asked.wait).toEqual({ key: '/shared/a', version: null, until: 3000 });
    expect(answerWait(get(), asked.wait, 2999)).toBeNull();
    expect(answerWait(get(), asked.wait, 3000)).toMatchObject({ became: 'done' });
    ask('main/1', 'store_set', { key: '/shared/a', value: 'there' });
    expect(answerWait(get(), asked.wait, 1001)?.words).toContain('there');
    expect(ask('main', 'store_wait', { key: '/shared/a', version: null, seconds: 2 }).became).toBe('done');
    const next = { key: '/shared/a', version: 'main.1-1', seconds: 2 };
    expect(ask('main', 'store_wait', next).became).toBe('waits');
    ask('main/1', 'store_set', { key: '/shared/a', value: null });
    expect(ask('main', 'store_wait', next).words).toContain('"version":null');
  });
});

describe('a lease', () => {
  test('is held to the millisecond, held for longer by its holder, and given back', () => {
    const { ask } = at();
    const lease = { key: '/shared/a', seconds: 2 };
    expect(ask('main/1', 'store_lease', lease, 1000).became).toBe('done');
    expect(ask('main/2', 'store_lease', lease, 2999).words).toBe('main.1 holds it for 1 seconds at most.');
    expect(ask('main/1', 'store_lease', lease, 2999).became).toBe('done');
    expect(ask('main/2', 'store_lease', lease, 4998).became).toBe('refused');
    expect(ask('main/2', 'store_release', { key: '/shared/a' }, 4998).became).toBe('refused');
    expect(ask('main/2', 'store_lease', lease, 4999).became).toBe('done');
    expect(ask('main/2', 'store_release', { key: '/shared/a' }, 5000).became).toBe('done');
    expect(ask('main/1', 'store_lease', lease, 5000).became).toBe('done');
  });

  test('ends with its holder, whose values stay', () => {
    const { ask, get } = at();
    ask('main/1', 'store_set', { key: '/shared/a', value: 'x' });
    ask('main/1', 'store_lease', { key: '/shared/a', seconds: 60 });
    ask('main/1/1', 'store_lease', { key: '/shared/b', seconds: 60 });
    const left = withoutLeasesOf(get(), 'main/1');
    expect([...left.leases.keys()]).toEqual(['/shared/b']);
    expect(left.entries).toEqual(get().entries);
  });

  test('is not given up for a time that is none, and no actor holds more than ten', () => {
    const { ask } = at();
    ask('main/1', 'store_lease', { key: '/shared/a', seconds: 1 });
    expect(ask('main/2', 'store_lease', { key: '/shared/a', seconds: 1 }, Number.NaN).became).toBe('refused');
    for (let n = 0; n < 9; n += 1) ask('main/1', 'store_lease', { key: `/shared/b${n}`, seconds: 60 });
    expect(ask('main/1', 'store_lease', { key: '/shared/c', seconds: 60 }).became).toBe('refused');
    expect(ask('main/1', 'store_lease', { key: '/shared/a', seconds: 60 }).became).toBe('done');
  });
});

describe('the tools', () => {
  test('take nothing but their own fields, and say what is wrong without repeating it', () => {
    const { ask, get } = at();
    for (const [tool, input] of [
      ['store_get', { key: '/shared/a', actor: 'main' }],
      ['store_get', null],
      ['store_get', { key: ['/shared/a'] }],
      ['store_set', { key: '/shared/a' }],
      ['store_set', { key: '/shared/a', value: 5 }],
      ['store_set', { key: '/shared/a', value: 'secret\ud800' }],
      ['store_set', { key: '/shared/a', value: 'a'.repeat(16_385) }],
      ['store_cas', { key: '/shared/a', value: 'x' }],
      ['store_wait', { key: '/shared/a', version: null, seconds: 0 }],
      ['store_wait', { key: '/shared/a', version: null, seconds: 1e9 }],
      ['store_lease', { key: '/shared/a', seconds: Number.NaN }],
      ['store_list', { prefix: '../' }],
    ] as const) {
      const answer = ask('main/1', tool, input);
      expect(answer, JSON.stringify(input)).toMatchObject({ became: 'refused' });
      expect(answer.words).not.toContain('secret');
    }
    expect(get()).toEqual(openStore());
  });

  test('are told with a schema, and known by name alone', () => {
    for (const { input } of Object.values(storeTools))
      expect(inputSchema(input)).toMatchObject({ type: 'object' });
    expect(isStoreTool('store_get')).toBe(true);
    expect(isStoreTool('constructor')).toBe(false);
  });

  test('list a hundred keys at a time, in order', () => {
    const { ask } = at();
    for (let n = 0; n < 150; n += 1)
      ask('main', 'store_set', { key: `/shared/${String(n).padStart(3, '0')}`, value: '' });
    const first = told(ask('main/1', 'store_list', { prefix: '/shared/' })) as { keys: { key: string }[] };
    expect(first).toMatchObject({ more: true });
    expect(first.keys).toHaveLength(100);
    const after = first.keys.at(-1)?.key;
    expect(after).toBe('/shared/099');
    const second = told(ask('main/1', 'store_list', { prefix: '/shared/', after })) as { keys: unknown[] };
    expect(second).toMatchObject({ more: false });
    expect(second.keys).toHaveLength(50);
  });
});
