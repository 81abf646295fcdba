import { afterEach, expect, test, vi } from 'vitest';
import { openStore } from '../../edge/store/store.ts';
import { check, labels, leaving, makePostingWorld, review } from './posting-world.ts';

/* Whatever is lost or killed while results are posted: each of them is there once, and the comment says so. */

// Every test starts a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let lab: Awaited<ReturnType<typeof makePostingWorld>>;
afterEach(() => lab.world.end());

const everything = leaving([review(), check(70), labels]);

function expectOnce(): void {
  expect(lab.reviews()).toHaveLength(1);
  expect(lab.labels()).toEqual(['bug']);
  expect(lab.checks()).toMatchObject([{ status: 'completed', conclusion: 'neutral', title: 'Two things' }]);
  expect(lab.checks()[0]?.annotations.map(({ message }) => message)).toEqual(
    Array.from({ length: 70 }, (_, index) => `Remark ${index + 1}`),
  );
  expect(lab.told()).toMatch(
    /✅ reviewer is done[^]*#pullrequestreview-\d+[^]*Check with 70 annotations[^]*Labels: `bug`/,
  );
}

test.each<[string, string, RegExp, number | RegExp]>([
  ['posted the review', 'POST', /\/reviews$/, 1],
  ['added the first annotations', 'PATCH', /check-runs/, /"annotations_count":50/],
  ['added the last annotations', 'PATCH', /check-runs/, /"annotations_count":70/],
  ['ended the check', 'PATCH', /check-runs/, /"conclusion":"neutral"/],
  ['set the labels', 'POST', /\/labels$/, 1],
  ['told the end', 'PATCH', /comments\/\d+$/, /is done/],
])('killed when it had %s', async (_, method, path, nth) => {
  lab = await makePostingWorld(everything);
  const { world, number } = lab;
  await world.killedAt(method, path, nth, () => {
    world.github.comment('acme/app', number, 'wanda', '/dispatch reviewer look');
  });
  await world.restart();
  expectOnce();
  await world.app.close();
  const store = openStore(world.stateFile);
  expect(await store.jobs.open()).toEqual([]);
  await store.close();
});

test.each([
  ['the review', 'POST', /\/reviews$/],
  ['the labels', 'POST', /\/labels$/],
])('when the answer to the making of %s was lost', async (_, method, path) => {
  lab = await makePostingWorld(everything);
  lab.fails(method, path, 'reset-after-commit');
  await lab.dispatches();
  expectOnce();
});

test('while GitHub does not take the review the job is not told as done, and the next look posts it', async () => {
  lab = await makePostingWorld(everything);
  lab.fails('POST', /\/reviews$/, { status: 502 }, 99);
  await lab.dispatches();
  expect(lab.reviews()).toEqual([]);
  expect(lab.told()).toContain('is working');
  expect(lab.checks()[0]?.status).toBe('in_progress');
  lab.world.github.faults.clear();
  await lab.world.restart();
  expectOnce();
});

test("a copy of the mark in somebody else's review is not taken for ours", async () => {
  lab = await makePostingWorld(everything);
  lab.fails('POST', /\/reviews$/, 'reset-after-commit');
  lab.world.github.faults.add({
    method: 'GET',
    path: /\/reviews$/,
    times: 1,
    respond: {
      alter: (body) =>
        (body as { body: string }[]).map((one) => ({
          ...one,
          body: one.body.replace(/mac=[0-9a-f]{32}/, `mac=${'0'.repeat(32)}`),
        })),
    },
  });
  await lab.dispatches();
  // The one that was posted does not prove itself, so it is not known as ours.
  expect(lab.reviews()).toHaveLength(2);
});
