import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../app/settings.ts';
import { $, COMMAND, jobIds, money, plain, reservations } from './ledger-looks.ts';
import { FILES, goodResult, makeWorld, zipOf, type Play, type World } from './world.ts';

/* What runs may cost together, and that nobody's word makes it more, or less than nothing (W06). */

vi.setConfig({ testTimeout: 60_000 });

const capped = (budgets: string) => ({
  ...FILES,
  '.github/dispatch.yml': `${FILES['.github/dispatch.yml']}budgets: ${budgets}\n`,
});

let world: World;
afterEach(() => world.end());

/** A run that lasts until somebody stops it. */
const lasting: Play = (_claims, { signal }) =>
  new Promise((resolve) => {
    const end = () => resolve({ conclusion: 'cancelled' });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** Two commands for two agents, the second while the run of the first goes on: the bodies of their comments. */
async function two(files: Record<string, string>, settings: Partial<Settings> = {}): Promise<string[]> {
  world = await makeWorld({ files, play: lasting, settings });
  const bodies = () => world.answers().map(({ body }) => body);
  const say = (agent: string) =>
    world.github.comment('acme/app', world.issue.number, 'wanda', `/dispatch ${agent} check it`);
  say('reviewer');
  await expect.poll(() => bodies()[0], { timeout: 30_000 }).toMatch(/is working|not started/);
  say('helper');
  await expect.poll(() => bodies()[1], { timeout: 30_000 }).toMatch(/is working|not started/);
  const told = bodies();
  world.github.runs.forEach((run) => run.abort.abort());
  await world.settle();
  return told;
}

describe('a run', () => {
  test('is told with its cost, and what is left of the day', async () => {
    world = await makeWorld({ files: capped('{ user_per_day: 1.5, repository_per_day: $20 }') });
    await world.says('wanda', COMMAND);
    expect(plain(world.answers()[0]?.body)).toMatch(
      /Budget: \$0\.01 of the \$1\.00 reserved · left on \d{4}-\d\d-\d\d \(UTC\): \$1\.49 of \$1\.50 for wanda, \$19\.99 of \$20\.00 for this repository/,
    );
    expect(await money(world)).toEqual({ reserved: 0, spent: 10_000 });
    await world.says('wanda', `/dispatch status ${jobIds(world)[0]}`);
    expect(plain(world.answers().at(-1)?.body)).toContain('**Budget:** $0.01 of the $1.00 reserved.');
  });

  test('that does not fit beside those under way is refused with the numbers', async () => {
    const [, refused] = await two(capped('{ user_per_day: 1.5 }'));
    expect(plain(refused)).toMatch(
      /not started[^]*user_per_day.* is \$1\.50: \$0\.00 are spent, \$1\.00 are reserved.*\$1\.00\./,
    );
    expect(plain(refused)).toMatch(/until \d{4}-\d\d-\d\d \(UTC\)/);
    expect(world.dispatches()).toHaveLength(1);
    expect((await reservations(world))[1]).toBeNull();
  });

  test('starts beside the other without the cap', async () => {
    await two(FILES);
    expect(world.dispatches()).toHaveLength(2);
  });

  test("is under the operator's caps, whatever the repository allows", async () => {
    const operator = { budgets: { installation_per_month: 1.99 } };
    const [first, second] = await two(capped('{ user_per_day: 100, repository_per_day: 100 }'), { operator });
    expect(first).toContain('is working');
    expect(second).toContain('installation_per_month');
  });
});

describe('what a run says of its cost', () => {
  const leaves =
    (cost: string): Play =>
    async (claims) => ({
      conclusion: 'success',
      artifacts: [
        {
          name: 'agent-dispatch',
          zip: await zipOf({
            'result.json': JSON.stringify(goodResult(claims)).replace(
              '"cost_usd":0.01',
              `"cost_usd":${cost}`,
            ),
          }),
        },
      ],
    });

  test.each([
    ['-5', $, 'assumed'],
    ['NaN', $, 'assumed'],
    ['1e309', $, 'assumed'],
    ['9007199254740993', $, 'assumed'],
    ['null', $, 'assumed'],
    ['"0"', $, 'assumed'],
    ['99999', $, 'bounded'],
    ['0.25', 0.25 * $, 'reported'],
  ])('as %s is settled within its reservation', async (cost, settled, basis) => {
    world = await makeWorld({ play: leaves(cost) });
    await world.says('wanda', COMMAND);
    expect(await reservations(world)).toEqual([
      expect.objectContaining({ state: 'settled', reserved: $, settled, basis }),
    ]);
    expect(await money(world)).toEqual({ reserved: 0, spent: settled });
    expect(plain(world.answers()[0]?.body)).toMatch(/Budget: (all|\$0\.25) of the \$1\.00 reserved/);
  });
});
