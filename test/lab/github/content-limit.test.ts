import { afterEach, expect, test } from 'vitest';
import { stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
afterEach(() => lab.end());

test("GitHub's secondary limits are 80 writes a minute and 500 an hour, and reads are free", async () => {
  let now = Date.now();
  lab = await stage({ secondaryLimits: true, now: () => now });
  const app = lab.as(lab.github.mintInstallationToken('acme/app'));
  const write = () => app('POST /repos/acme/app/issues/1/comments', { body: 'x' });
  const until = async (most: number) => {
    for (let made = 0; made < most; made += 1) if ((await write()).status !== 201) return made;
    return most;
  };
  expect(await until(100)).toBe(80);
  const refused = await write();
  expect(refused.status).toBe(403);
  expect(refused.headers['retry-after']).toBe('60');
  expect(refused.data).toMatchObject({ message: expect.stringContaining('secondary rate limit') });
  expect((await app('GET /repos/acme/app/issues/1/comments')).status).toBe(200);
  // 82 so far, refused ones among them; in the next minutes 418 are left of the hour.
  const made: number[] = [];
  for (let minute = 0; minute < 6; minute += 1) {
    now += 60_000;
    made.push(await until(80));
  }
  expect(made).toEqual([80, 80, 80, 80, 80, 18]);
  expect((await write()).headers['retry-after']).toBe('3600');
}, 60_000);
