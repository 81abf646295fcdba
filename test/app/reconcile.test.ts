import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../app/desk.ts';
import { reconcile } from '../../app/reconcile.ts';
import type { Request } from '../../edge/github/request.ts';
import { openStore, type Store } from '../../edge/store/store.ts';

const MINUTE = 60_000;
let folder: string;
let store: Store;
let now: number;
let asked: number[];
/** GitHub's list, newest first. */
let listed: { id: number; guid: string; status_code: number; delivered_at: string }[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reconcile-'));
  store = openStore(join(folder, 'state', 'dispatch.db'));
  now = Date.parse('2026-11-20T10:00:00Z');
  asked = [];
  await reconcile(desk(), () => false);
  now += 20 * MINUTE;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const request: Request = (route, params = {}) => {
  if (route.startsWith('POST')) {
    asked.push(Number(params['delivery_id']));
    return Promise.resolve({ status: 202, data: {}, headers: {} });
  }
  const from = Number(params['cursor'] ?? 0);
  const data = listed.slice(from, from + 100);
  const link = `<https://x.invalid/y?cursor=${from + 100}>; rel="next"`;
  return Promise.resolve({ status: 200, data, headers: from + 100 < listed.length ? { link } : {} });
};

const desk = () =>
  ({ store, now: () => now, asApp: () => Promise.resolve(request), log: () => {} }) as unknown as Desk;

const failures = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: count - at,
    guid: `guid-${count - at}`,
    status_code: 502,
    event: 'issue_comment',
    action: 'created',
    delivered_at: new Date(now - 5 * MINUTE - at * 1000).toISOString(),
  }));

test('so many are asked for in one go, the oldest first; the next look asks for the others', async () => {
  listed = failures(450);
  const looks = [];
  for (let look = 0; look < 4; look += 1) {
    looks.push(await reconcile(desk(), () => false));
    now += MINUTE;
  }
  expect(looks).toEqual([200, 200, 50, 0]);
  expect(asked).toEqual(Array.from({ length: 450 }, (_, at) => at + 1));
});

test('an app that stops asks for no more, and goes on where it was', async () => {
  listed = failures(10);
  expect(await reconcile(desk(), () => asked.length === 4)).toBe(4);
  await reconcile(desk(), () => false);
  expect(asked).toHaveLength(10);
});

test('of several attempts the last one counts: while it is young, and when it was made', async () => {
  const [last] = failures(1);
  const earlier = { ...last, id: 1 } as (typeof listed)[number];
  const late = (minutes: number, status: number) =>
    ({
      ...last,
      id: 2,
      status_code: status,
      delivered_at: new Date(now - minutes * MINUTE).toISOString(),
    }) as (typeof listed)[number];
  listed = [late(0.5, 502), earlier];
  expect(await reconcile(desk(), () => false)).toBe(0);
  listed = [late(2, 502), earlier];
  now += MINUTE;
  expect(await reconcile(desk(), () => false)).toBe(1);
  expect(asked).toEqual([2]);
});
