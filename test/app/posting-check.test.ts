import { afterEach, describe, expect, test } from 'vitest';
import { check, leaving, makePostingWorld } from './posting-world.ts';

/* A check that an agent hands in is what the check of its job says at the end. */

let lab: Awaited<ReturnType<typeof makePostingWorld>>;
afterEach(() => lab.world.end());

async function after(play: ReturnType<typeof leaving>): Promise<typeof lab> {
  lab = await makePostingWorld(play);
  await lab.dispatches();
  return lab;
}

describe('a check', () => {
  test('is the check of the job, with what the agent found', async () => {
    const { checks, told } = await after(leaving([check(2)]));
    expect(checks()).toMatchObject([
      { status: 'completed', conclusion: 'neutral', title: 'Two things', actions: [{ identifier: 'retry' }] },
    ]);
    expect(checks()[0]?.summary).toContain('See **below**.');
    expect(checks()[0]?.annotations).toMatchObject([
      { path: 'src/sum.js', start_line: 1, annotation_level: 'warning', message: 'Remark 1' },
      { message: 'Remark 2' },
    ]);
    expect(told()).toMatch(/\[Check with 2 annotations\]\([^)]*\): `neutral`/);
  });

  test('takes more annotations than one call does', async () => {
    const { checks } = await after(leaving([check(120)]));
    expect(checks()[0]?.annotations.map(({ message }) => message)).toEqual(
      Array.from({ length: 120 }, (_, index) => `Remark ${index + 1}`),
    );
  });

  test('has each annotation once, when the answer to a call was lost', async () => {
    lab = await makePostingWorld(leaving([check(120)]));
    lab.world.github.faults.add({
      method: 'PATCH',
      path: /check-runs/,
      respond: 'reset-after-commit',
      skip: 2,
      times: 1,
    });
    await lab.dispatches();
    expect(lab.checks()[0]?.annotations).toHaveLength(120);
    expect(new Set(lab.checks()[0]?.annotations.map(({ message }) => message)).size).toBe(120);
    expect(lab.checks()).toMatchObject([{ status: 'completed', conclusion: 'neutral' }]);
  });
});
