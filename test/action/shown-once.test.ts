import { expect, test } from 'vitest';
import { shownOnce } from '../../action/shown-once.ts';

test('what was shown once is not shown again, and what differs is', async () => {
  const shown = shownOnce();
  let plays = 0;
  const play = () => Promise.resolve((plays += 1) > 0);
  await expect(shown('a')(play)).resolves.toBe('now');
  await expect(shown('a')(play)).resolves.toBe('before');
  await expect(shown('b')(play)).resolves.toBe('now');
  expect(plays).toBe(2);
});

test('who asks meanwhile waits for whoever shows it', async () => {
  const once = shownOnce()('a');
  const first = Promise.withResolvers<boolean>();
  const waiting = [once(() => first.promise), ...[2, 3].map(() => once(() => Promise.reject(new Error())))];
  first.resolve(true);
  await expect(Promise.all(waiting)).resolves.toEqual(['now', 'before', 'before']);
});

test('what failed is shown by the next, one at a time, and counts for nobody else', async () => {
  const once = shownOnce()('a');
  let atOnce = 0;
  const play = (held: boolean) => async () => {
    expect((atOnce += 1)).toBe(1);
    await Promise.resolve();
    atOnce -= 1;
    return held;
  };
  const ends = [play(false), play(false), play(true), play(false)].map((each) => once(each));
  await expect(Promise.all(ends)).resolves.toEqual(['not', 'not', 'now', 'before']);
});

test('what broke while it was shown is told to its own, and shown by the next', async () => {
  const once = shownOnce()('a');
  const broken = once(() => Promise.reject(new Error('broken')));
  const next = once(() => Promise.resolve(true));
  await expect(broken).rejects.toThrow('broken');
  await expect(next).resolves.toBe('now');
});
