import { afterEach, describe, expect, test } from 'vitest';
import { BASH, CONFIG, makePullWorld, PROMPTED } from './pull-world.ts';

let stage: Awaited<ReturnType<typeof makePullWorld>>;
afterEach(() => stage.world.end());

describe('a pull request that edits the configuration gets one comment', () => {
  test('that says what agents may do more, first of all', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const { number, headSha } = await opens({ [CONFIG]: BASH.replace('budget_usd: 2', 'budget_usd: 1') });
    const [body = '', ...more] = told(number);
    expect(more).toEqual([]);
    expect(body).toMatch(/^## ⚠️ This pull request lets agents do more\n/);
    expect(body).toMatch(/⚠️ \*\*expansion\*\* +\| `tools` +\| `\+ Bash`/);
    expect(body).toMatch(/narrowing +\| `budget_usd` +\| `\$2 → \$1`/);
    expect(body.indexOf('+ Bash')).toBeLessThan(body.indexOf('$2 → $1'));
    expect(body).toContain(headSha.slice(0, 12));
    expect(body).toMatch(/\n<!-- agent-dispatch config=\d+ mac=[0-9a-f]{32} -->$/);
  });

  test('that says what agents may do less', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const { number } = await opens({ [CONFIG]: PROMPTED.replace('Read, Grep', 'Read') });
    expect(told(number)).toEqual([expect.stringMatching(/^## This pull request lets agents do less\n/)]);
    expect(told(number)[0]).not.toContain('expansion**');
  });

  test('also when it is the file of a prompt', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const { number } = await opens({ '.github/prompts/reviewer.md': 'You approve.\n' });
    expect(told(number)[0]).toMatch(/but not how much they may do/);
    expect(told(number)[0]).toMatch(/change +\| `system_prompt` +\| `changed`/);
  });

  test('also when it is about what all agents together may cost or start', async () => {
    stage = await makePullWorld();
    const { opens, pushes, told } = stage;
    const { number } = await opens({ [CONFIG]: `${PROMPTED}budgets: { user_per_day: 5 }\n` });
    expect(told(number)[0]).toMatch(
      /^## This pull request lets agents do less\n\n\*\*Limits of all agents changed/,
    );
    expect(told(number)[0]).toMatch(/narrowing +\| `budgets.user_per_day` +\| `no limit → \$5`/);
    await pushes(number, { [CONFIG]: `${PROMPTED}caps: { user_per_hour: 3 }\n` });
    expect(told(number)[0]).toMatch(/narrowing +\| `caps.user_per_hour` +\| `no limit → 3`/);
    await pushes(number, { [CONFIG]: PROMPTED });
    expect(told(number)[0]).toMatch(/no longer changes what agents may do/);
  });

  test('also when that file is only called otherwise, and the configuration follows', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const { number } = await opens({
      '.github/prompts/reviewer.md': null,
      '.github/prompts/critic.md': 'You review.\n',
      [CONFIG]: PROMPTED.replace('reviewer.md', 'critic.md'),
    });
    expect(told(number)[0]).toMatch(/`system_prompt` +\| `changed`/);
  });

  test('also when it adds or removes all of it', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const { number } = await opens({ [CONFIG]: null });
    expect(told(number)[0]).toMatch(/narrowing +\| `agent` +\| `removed`/);
  });

  test("that compares with the operator's limits", async () => {
    stage = await makePullWorld({ settings: { operator: { forbidden_tools: ['Bash'] } } });
    const { opens, told } = stage;
    const { number } = await opens({ [CONFIG]: BASH });
    expect(told(number)[0]).toMatch(/narrowing +\| `start by comment` +\| `plan → refused`/);
  });
});

describe('a pull request from a fork', () => {
  test("is read out of the repository's own objects, and its configuration is not obeyed", async () => {
    stage = await makePullWorld();
    const { world, commit, opens, told, asked } = stage;
    const { number } = await opens(
      { [CONFIG]: BASH.replace('reviewer:', 'stranger:') },
      { headOwner: 'rita' },
    );
    expect(told(number)[0]).toContain('### `stranger` (added)');
    expect(asked(/^\/repos\/rita\//)).toEqual([]);
    await world.says('wanda', '/dispatch stranger look', number);
    expect(world.dispatches()).toEqual([]);
    expect(told(number).at(-1)).toMatch(/no agent `stranger`/);
    // On the default branch the same configuration does have that agent.
    await commit({ [CONFIG]: BASH.replace('reviewer:', 'stranger:') }, 'main', 'main');
    await world.says('wanda', '/dispatch stranger look', number);
    expect(world.dispatches()).toHaveLength(1);
  });
});

describe('silence', () => {
  test('and no look at the head, when the pull request touches neither configuration nor prompt', async () => {
    stage = await makePullWorld();
    const { world, opens, told, asked } = stage;
    const { number, headSha } = await opens({ 'src/a.ts': 'x\n', '.github/prompts/unused.md': 'x\n' });
    expect(told(number)).toEqual([]);
    expect(asked(/\/compare\//)).toEqual([]);
    expect(world.github.requests.filter(({ query }) => query['ref'] === headSha)).toEqual([]);
  });

  test('when no agent changes', async () => {
    stage = await makePullWorld();
    const { opens, told, asked } = stage;
    const { number } = await opens({ [CONFIG]: `# Our agents\n${PROMPTED}` });
    expect(asked(/\/compare\//)).toHaveLength(1);
    expect(told(number)).toEqual([]);
  });

  test('about what happened on the base branch since', async () => {
    stage = await makePullWorld();
    const { commit, open, told } = stage;
    const headSha = await commit({ [CONFIG]: PROMPTED.replace('budget_usd: 2', 'budget_usd: 1') });
    await commit({ [CONFIG]: PROMPTED.replace('Read, Grep', 'Read') }, 'main', 'main');
    const { number } = await open(headSha);
    expect(told(number)[0]).toContain('$2 → $1');
    expect(told(number)[0]).not.toContain('Grep');
  });

  test('to a redelivery', async () => {
    stage = await makePullWorld();
    const { world, opens } = stage;
    const { number } = await opens({ [CONFIG]: BASH });
    const calls = world.github.requests.length;
    const [delivery] = world.github.deliveries.filter(({ event }) => event === 'pull_request');
    world.github.redeliver(delivery?.id ?? 0);
    await world.settle();
    expect(world.github.requests).toHaveLength(calls);
    expect(world.answers(number)[0]?.revisions).toHaveLength(1);
  });

  test('in a locked thread, and no retry', async () => {
    stage = await makePullWorld();
    const { world, commit, open, pushes, told } = stage;
    const headSha = await commit({ [CONFIG]: BASH });
    world.github.setWebhook(null);
    const { number } = await open(headSha);
    world.github.lockIssue('acme/app', number);
    await world.restart();
    await pushes(number, { 'src/a.ts': 'x\n' });
    expect(told(number)).toEqual([]);
    expect(world.logged.join('\n')).toMatch(/no word about its configuration: .*locked/);
  });
});

describe('later pushes', () => {
  test('edit the comment, and say so when they take the change back', async () => {
    stage = await makePullWorld();
    const { world, opens, pushes, told } = stage;
    const { number } = await opens({ [CONFIG]: BASH });
    await pushes(number, { [CONFIG]: PROMPTED.replace('Read, Grep', 'Read, Glob') });
    expect(told(number)[0]).toContain('+ Glob');
    expect(told(number)[0]).not.toContain('Bash');
    await pushes(number, { [CONFIG]: PROMPTED });
    expect(told(number)[0]).toContain('no longer changes what agents may do');
    await pushes(number, { [CONFIG]: BASH });
    expect(told(number)[0]).toContain('+ Bash');
    expect(told(number)).toHaveLength(1);
    expect(world.answers(number)[0]?.revisions).toHaveLength(4);
  });

  test('find the comment after a restart, and even with an empty store', async () => {
    stage = await makePullWorld();
    const { world, opens, pushes, told } = stage;
    const { number } = await opens({ [CONFIG]: BASH });
    await world.restart();
    await pushes(number, { [CONFIG]: PROMPTED.replace('Read, Grep', 'Read, Glob') });
    await world.loseStore();
    await pushes(number, { [CONFIG]: BASH });
    expect(told(number)).toEqual([expect.stringContaining('+ Bash')]);
  });

  test('a head that comes back to an earlier commit is told again', async () => {
    stage = await makePullWorld();
    const { world, opens, pushes, told } = stage;
    const { number, headSha } = await opens({ [CONFIG]: BASH });
    await pushes(number, { [CONFIG]: PROMPTED });
    await world.github.pushToPullRequest('acme/app', number, headSha);
    await world.settle();
    expect(told(number)).toEqual([expect.stringContaining('+ Bash')]);
  });

  test('many at once are one comment, which tells the last of them', async () => {
    stage = await makePullWorld();
    const { world, commit, opens, told } = stage;
    const { number } = await opens({ [CONFIG]: BASH });
    const heads = [];
    for (const budget of [3, 4, 5, 6])
      heads.push(await commit({ [CONFIG]: PROMPTED.replace('budget_usd: 2', `budget_usd: ${budget}`) }));
    for (const head of heads) await world.github.pushToPullRequest('acme/app', number, head);
    await world.settle();
    expect(told(number)).toEqual([expect.stringContaining('$2 → $6')]);
  });

  test('a comment that somebody deleted is written anew', async () => {
    stage = await makePullWorld();
    const { world, opens, pushes, told } = stage;
    const { number } = await opens({ [CONFIG]: BASH });
    world.github.deleteComment(world.answers(number)[0]?.id ?? 0, 'wanda');
    await pushes(number, { 'src/a.ts': 'x\n' });
    expect(told(number)).toEqual([expect.stringContaining('+ Bash')]);
  });

  test('being pointed at another branch is news, too', async () => {
    stage = await makePullWorld();
    const { world, commit, open, told } = stage;
    await commit({ [CONFIG]: BASH }, 'main', 'wide');
    const headSha = await commit({ 'src/a.ts': 'x\n' }, 'wide', 'made');
    const { number } = await open(headSha, { baseRef: 'wide' });
    expect(told(number)).toEqual([]);
    await world.github.retargetPullRequest('acme/app', number, 'main');
    await world.settle();
    expect(told(number)).toEqual([expect.stringContaining('+ Bash')]);
  });
});

describe('a comment by another bot that looks like ours', () => {
  test('is left alone', async () => {
    stage = await makePullWorld();
    const { world, opens, pushes, told } = stage;
    const { number } = await opens({ 'src/a.ts': 'x\n' });
    world.github.createUser('echo', 'Bot');
    const marker = `See:\n<!-- agent-dispatch config=${number} mac=${'0'.repeat(32)} -->`;
    world.github.comment('acme/app', number, 'echo', marker);
    await pushes(number, { [CONFIG]: BASH });
    expect(told(number)).toEqual([marker, expect.stringContaining('+ Bash')]);
  });
});

describe('accidents', () => {
  test.each([1, -1])('nor while the clock of the app is wrong by a day (%d)', async (days) => {
    stage = await makePullWorld({ settings: { now: () => Date.now() + days * 86_400_000 } });
    const { world, opens, told } = stage;
    const path = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
    world.github.faults.add({ method: 'POST', path, times: 1, respond: { statusAfterCommit: 502 } });
    const { number } = await opens({ [CONFIG]: BASH });
    expect(told(number)).toHaveLength(1);
  });

  test('a comment whose answer was lost is not written twice', async () => {
    stage = await makePullWorld();
    const { world, opens, pushes, told } = stage;
    world.github.faults.add({
      method: 'POST',
      path: '/repos/{owner}/{repo}/issues/{issue_number}/comments',
      times: 1,
      respond: 'reset-after-commit',
    });
    const { number } = await opens({ [CONFIG]: BASH });
    await pushes(number, { [CONFIG]: PROMPTED });
    expect(told(number)).toEqual([expect.stringContaining('no longer changes')]);
  });

  test.each([
    ['written', 'POST', /issues\/\d+\/comments$/],
    ['edited', 'PATCH', /comments\/\d+$/],
  ])(
    'killed when it had %s the comment: there is one, and it is right',
    async (_, method, path) => {
      stage = await makePullWorld();
      const { world, commit, opens, told } = stage;
      const { number } = await opens({ [CONFIG]: method === 'PATCH' ? BASH : `# Ours\n${PROMPTED}` });
      const headSha = await commit({ [CONFIG]: PROMPTED.replace('Read, Grep', 'Read, Glob') });
      await world.killedAt(method, path, 1, () => {
        void world.github.pushToPullRequest('acme/app', number, headSha);
      });
      await world.restart();
      expect(told(number)).toEqual([expect.stringContaining('+ Glob')]);
    },
    60_000,
  );

  test('more files than are listed: both configurations and the prompts are read', async () => {
    stage = await makePullWorld();
    const { opens, pushes, told, asked } = stage;
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`many/${at}`, `${at}\n`]));
    const { number } = await opens({ ...many, '.github/prompts/reviewer.md': 'You approve.\n' });
    expect(asked(/\/files$/)).toEqual([]);
    expect(told(number)[0]).toMatch(/`system_prompt` +\| `changed`/);
    await pushes(number, { '.github/prompts/reviewer.md': 'You review.\n' });
    expect(told(number)[0]).toContain('no longer changes');
  });

  test('a list in several pages is read to its end', async () => {
    stage = await makePullWorld();
    const { opens, told, asked } = stage;
    const many = Object.fromEntries(Array.from({ length: 130 }, (_, at) => [`.a/${at}`, `${at}\n`]));
    const { number } = await opens({ ...many, [CONFIG]: BASH });
    expect(asked(/\/files$/)).toHaveLength(2);
    expect(told(number)[0]).toContain('+ Bash');
  });
});
