import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStore, type Store, type StoreLimits } from '../../../../core/fleet/store/store.ts';
import { storeName } from '../../../../core/fleet/store/store-key.ts';
import { drive, making, type Making, type Step, type StoreCall } from './store-driver.ts';

const ACTORS = ['main', 'main/1', 'main/2', 'main/1/1'] as const;
const SMALL: StoreLimits = {
  valueBytes: 12,
  keys: 5,
  bytes: 90,
  actorKeys: 3,
  actorBytes: 60,
  actorLeases: 2,
  leaseSeconds: 5,
};

const actor = fc.constantFrom(...ACTORS);
const key = fc.constantFrom(
  '/shared/a',
  '/shared/b',
  '/shared/c',
  '/shared/d/e',
  '/shared/f',
  '/shared/g',
  '/shared/h',
  '/shared/../ref/a',
  '/ref/a',
  '/peer/me/a',
  '/peer/me/b',
  '/peer/main/a',
  '/peer/main.1/a',
  '/peer/main.1.1/a',
);
const value = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 14 }),
  fc.constantFrom('ä'.repeat(6), 'ä'.repeat(7), '', 'a'.repeat(12)),
);
/** Most versions that a short run comes to, right ones among them. */
const version = fc.oneof(
  fc.constant(null),
  fc.tuple(actor, fc.integer({ min: 1, max: 4 })).map(([writer, count]) => `${storeName(writer)}-${count}`),
);
const seconds = fc.integer({ min: 1, max: 6 });
const after = fc.constantFrom(0, 0, 1, 500, 999, 1000, 3000);
const call = (tools: readonly StoreCall['tool'][]): fc.Arbitrary<StoreCall> =>
  fc
    .record({ actor, tool: fc.constantFrom(...tools), key, value, version, seconds, after })
    .map(({ actor: by, tool, key: at, value: text, version: known, seconds: time, after: later }) => {
      const inputs: Record<StoreCall['tool'], Record<string, unknown>> = {
        store_get: { key: at },
        store_set: { key: at, value: text },
        store_cas: { key: at, value: text, version: known },
        store_list: { prefix: at.slice(0, 6) },
        store_wait: { key: at, version: known, seconds: time },
        store_lease: { key: at, seconds: time },
        store_release: { key: at },
      };
      return { actor: by, tool, input: inputs[tool], after: later };
    });
const DATA = ['store_get', 'store_set', 'store_set', 'store_cas', 'store_list', 'store_wait'] as const;
const calls = fc.array(call([...DATA, 'store_lease', 'store_release']), { maxLength: 40, size: 'max' });

/** Whether a property fails for some calls: what an ablation asks of the same oracle. */
function fires(check: (make: Making) => fc.IProperty<unknown>, make: Making): boolean {
  return fc.check(check(make), { seed: 1, numRuns: 2000 }).failed;
}
function holds(check: (make: Making) => fc.IProperty<unknown>): void {
  fc.assert(check(making), { numRuns: 2000 });
}

function sizeOf(store: Store, of: (writer: string) => boolean): { keys: number; bytes: number } {
  const mine = [...store.entries].filter(([, { writer }]) => of(writer));
  const bytes = mine.reduce((sum, [at, entry]) => sum + Buffer.byteLength(at + entry.value), 0);
  return { keys: mine.length, bytes };
}

describe('limits are never exceeded', () => {
  const check = (make: Making) =>
    fc.property(calls, (made) => {
      for (const { store } of drive(openStore(SMALL), made, { make })) {
        const all = sizeOf(store, () => true);
        if (all.keys > SMALL.keys || all.bytes > SMALL.bytes) return false;
        for (const one of ACTORS) {
          const mine = sizeOf(store, (writer) => writer === one);
          if (mine.keys > SMALL.actorKeys || mine.bytes > SMALL.actorBytes) return false;
          const leases = [...store.leases.values()].filter(({ holder }) => holder === one);
          if (leases.length > SMALL.actorLeases) return false;
        }
        for (const { value: text } of store.entries.values())
          if (Buffer.byteLength(text) > SMALL.valueBytes) return false;
      }
      return true;
    });
  test('whatever is asked', () => holds(check));

  test.each(Object.keys(SMALL).filter((name) => name !== 'leaseSeconds'))('ablation: without %s', (name) => {
    const loose: Making = (store, ...rest) =>
      making({ ...store, limits: { ...store.limits, [name]: Infinity } }, ...rest);
    expect(fires(check, loose)).toBe(true);
  });
});

describe('nobody writes what is another’s', () => {
  const check = (make: Making) =>
    fc.property(calls, (made) =>
      drive(openStore(SMALL), made, { make }).every(({ call: { actor: by }, before, store }) =>
        [...new Set([...before.entries.keys(), ...store.entries.keys()])].every((at) => {
          if (before.entries.get(at) === store.entries.get(at)) return true;
          if (store.entries.has(at) && store.entries.get(at)?.writer !== by) return false;
          if (at.startsWith('/ref/')) return by === 'main';
          return at.startsWith('/shared/') || at.startsWith(`/peer/${storeName(by)}/`);
        }),
      ),
    );
  test('whatever is asked', () => holds(check));

  test('ablation: one whose name is read out of what it asks', () => {
    const believing: Making = (store, caller, tool, input, now) => {
      const owner = /^\/(?:peer\/(main[.\d]*)|ref)/.exec(String((input as { key?: unknown }).key));
      const said = owner === null ? caller.actor : (owner[1] ?? 'main').replaceAll('.', '/');
      return making(store, { ...caller, actor: said }, tool, input, now);
    };
    expect(fires(check, believing)).toBe(true);
  });
});

describe('of those who ask from one version one succeeds', () => {
  /** Each turn an actor reads the counter or writes one more than it read: no success may be lost. */
  const turns = fc.array(fc.tuple(actor, fc.boolean()), { maxLength: 60, size: 'max' });
  const check = (make: Making) =>
    fc.property(turns, (made) => {
      let [store, successes] = [openStore(), 0];
      const read = new Map<string, { version: string | null; count: number }>();
      for (const [by, reads] of made) {
        const known = read.get(by);
        const input = {
          key: '/shared/count',
          version: known?.version,
          value: String((known?.count ?? 0) + 1),
        };
        const outcome = make(
          store,
          { actor: by, taint: [] },
          reads || known === undefined ? 'store_get' : 'store_cas',
          reads || known === undefined ? { key: '/shared/count' } : input,
          0,
        );
        store = outcome.store;
        if (!('answer' in outcome) || outcome.answer.became === 'refused') continue;
        const told = JSON.parse(outcome.answer.words) as { version: string | null; value?: string | null };
        if (reads || known === undefined)
          read.set(by, { version: told.version, count: Number(told.value ?? 0) });
        else {
          successes += 1;
          read.set(by, { version: told.version, count: known.count + 1 });
        }
      }
      return Number(store.entries.get('/shared/count')?.value ?? 0) === successes;
    });
  test('so that no count is lost', () => holds(check));

  test('ablation: writing without looking', () => {
    const blind: Making = (store, caller, tool, input, now) => {
      if (tool !== 'store_cas') return making(store, caller, tool, input, now);
      const { version: _version, ...rest } = input as Record<string, unknown>;
      return making(store, caller, 'store_set', rest, now);
    };
    expect(fires(check, blind)).toBe(true);
  });

  test('ablation: versions that begin anew', () => {
    const forgetful: Making = (store, caller, tool, input, now) =>
      making({ ...store, writes: new Map() }, caller, tool, input, now);
    expect(fires(check, forgetful)).toBe(true);
  });
});

describe('leases end exactly when they end', () => {
  const made = fc.array(call(['store_lease', 'store_release', 'store_lease']), {
    maxLength: 40,
    size: 'max',
  });
  const limits = { ...SMALL, actorLeases: 99 };
  const check = (make: Making) =>
    fc.property(made, (asked) => {
      const held = new Map<string, { holder: string; until: number }>();
      for (const { call: one, now, answer } of drive(openStore(limits), asked, { make })) {
        const told = String(one.input['key']).replace('/me/', `/${storeName(one.actor)}/`);
        const mayHold =
          /^\/shared\/[a-z/]+$/.test(told) ||
          (one.actor === 'main' && told === '/ref/a') ||
          told.startsWith(`/peer/${storeName(one.actor)}/`);
        const lease = held.get(told);
        const isMine = lease?.holder === one.actor;
        const expected =
          one.tool === 'store_lease'
            ? mayHold && (isMine || lease === undefined || now >= lease.until)
            : isMine;
        const isDone = answer?.became === 'done';
        // What is over may be given back or be gone: nobody can tell.
        const isOver = lease !== undefined && now >= lease.until;
        if (isDone !== expected && !(one.tool === 'store_release' && isOver)) return false;
        if (!isDone) continue;
        if (one.tool === 'store_release') held.delete(told);
        else {
          const time = Math.min(Number(one.input['seconds']), limits.leaseSeconds);
          held.set(told, { holder: one.actor, until: now + time * 1000 });
        }
      }
      return true;
    });
  test('whoever asks when', () => holds(check));

  test.each([1, -1])('ablation: a clock that is %s ms off', (off) => {
    const late: Making = (store, caller, tool, input, now) =>
      making(store, caller, tool, input, tool === 'store_lease' && store.leases.size > 0 ? now + off : now);
    expect(fires(check, late)).toBe(true);
  });
});

describe('taint', () => {
  const stranger = 'a comment by a stranger';
  const data = fc.array(call(DATA), { maxLength: 30, size: 'max' });

  /** What those saw who were told of no taint, call by call. */
  function seenClean(steps: readonly Step[]) {
    const clean = steps.filter(({ taint }) => taint.length === 0);
    const heard = clean.filter(({ answer }) => answer?.taint.length === 0);
    return { clean, heard };
  }

  // Had those never written who had read what strangers wrote, whoever is told of no taint would have been told the same.
  const check = (make: Making) =>
    fc.property(data, (made) => {
      const steps = drive(openStore(), made, { make, tainted: { 'main/1': [stranger] } });
      const { clean, heard } = seenClean(steps);
      const again = drive(
        openStore(),
        clean.map(({ call: one }) => one),
        { make },
      );
      return heard.every((step) => again[clean.indexOf(step)]?.answer?.words === step.answer?.words);
    });
  test('covers all that an answer tells', () => holds(check));

  test('is that of what a write depended on: it shows that somebody wrote before', () => {
    const key = '/shared/a';
    const by = (who: (typeof ACTORS)[number], tool: StoreCall['tool'], input: Record<string, unknown>) => ({
      actor: who,
      tool,
      input: { key, ...input },
      after: 0,
    });
    const steps = drive(
      openStore(),
      [
        by('main/1', 'store_set', { value: 'x' }),
        by('main', 'store_cas', { value: 'y', version: 'main.1-1' }),
        by('main/2', 'store_get', {}),
      ],
      { tainted: { 'main/1': [stranger] } },
    );
    expect(steps.at(-1)?.answer).toMatchObject({ taint: [stranger] });
    expect(steps.at(-1)?.answer?.words).toContain('"value":"y"');
  });

  test.each(['entries', 'removed'] as const)('ablation: without that of %s', (part) => {
    const washing: Making = (store, ...rest) => {
      const entries = new Map([...store.entries].map(([at, entry]) => [at, { ...entry, taint: [] }]));
      return making({ ...store, ...(part === 'entries' ? { entries } : { removed: [] }) }, ...rest);
    };
    expect(fires(check, washing)).toBe(true);
  });

  test('ablation: one that is not taken over', () => {
    const deaf: Making = (store, caller, tool, input, now) => {
      const outcome = making(store, caller, tool, input, now);
      return 'answer' in outcome ? { ...outcome, answer: { ...outcome.answer, taint: [] } } : outcome;
    };
    expect(fires(check, deaf)).toBe(true);
  });
});

test('a store is a value: no call changes the one that it was asked of', () => {
  fc.assert(
    fc.property(calls, (made) => {
      const told = (store: Store) =>
        JSON.stringify([...store.entries, ...store.leases, ...store.writes, store.removed]);
      const seen: { store: Store; was: string }[] = [];
      const watching: Making = (store, ...rest) => {
        seen.push({ store, was: told(store) });
        return making(store, ...rest);
      };
      drive(openStore(SMALL), made, { make: watching });
      return seen.every(({ store, was }) => told(store) === was);
    }),
  );
});
