import { afterEach, describe, expect, test } from 'vitest';
import { CONFIG } from './pull-world.ts';
import { firstLasts, lasting, makeTriggerWorld, triggered } from './trigger-world.ts';
import { claimsIn, FILES } from './world.ts';

/* News of a pull request start an agent as a command does: whoever caused them stands where its author would. */

let stage: Awaited<ReturnType<typeof makeTriggerWorld>>;
afterEach(() => stage.world.end());

const claims = () =>
  stage.world
    .dispatches()
    .map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket));

describe('a pull request that is opened by somebody with the role', () => {
  test('starts the agent on its head, once, and its answer stands in one comment', async () => {
    stage = await makeTriggerWorld({ config: triggered('task: Look for races.') });
    const { number, headSha } = await stage.opens({ 'src/a.ts': 'x\n' });
    expect(claims()).toMatchObject([
      {
        agent: 'reviewer',
        actor: 'wanda',
        task: 'Look for races.',
        trigger: 'pull_request',
        head_sha: headSha,
        issue_number: number,
        fork_head: false,
      },
    ]);
    const [told, ...more] = stage.told(number);
    expect(more).toEqual([]);
    expect(told).toMatch(
      new RegExp(`^## ✅ reviewer is done\\n\\nAbout \`${headSha.slice(0, 12)}\`, after news by \`wanda\``),
    );
    expect(told).toContain('All errors are handled.');
    expect(told).toMatch(/<!-- agent-dispatch sticky=reviewer mac=[0-9a-f]{32} -->$/);
    expect(stage.world.github.listChecks('acme/app')).toMatchObject([
      { name: 'agent-dispatch / reviewer', conclusion: 'success', headSha },
    ]);
  });

  test('starts nothing where no trigger says so, and nobody hears of it', async () => {
    stage = await makeTriggerWorld({ config: FILES[CONFIG] ?? '' });
    const { number } = await stage.opens({ 'src/a.ts': 'x\n' });
    expect(stage.heads()).toEqual([]);
    expect(stage.told(number)).toEqual([]);
  });

  test('starts only the agents whose trigger is about it', async () => {
    const other = `  docs:
    description: Reads docs
    system_prompt: You read.
    triggers: [{ pull_request: { paths: ['docs/**'] } }]
  late:
    description: Comes late
    system_prompt: You read.
    triggers: [{ pull_request: { events: [labeled] } }]
`;
    stage = await makeTriggerWorld({ config: triggered("paths: ['*.ts']", other) });
    await stage.opens({ 'src/deep/a.ts': 'x\n' });
    expect(claims().map(({ agent }) => agent)).toEqual(['reviewer']);
    await stage.opens({ 'docs/a.md': 'x\n', 'src/b.ts': 'x\n' });
    expect(claims().map(({ agent }) => agent)).toEqual(['reviewer', 'reviewer', 'docs']);
    await stage.opens({ 'README.md': 'x\n' });
    expect(claims()).toHaveLength(3);
  });
});

describe('a draft', () => {
  test('waits until it is ready', async () => {
    stage = await makeTriggerWorld();
    const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' }, { draft: true });
    expect(stage.heads()).toEqual([]);
    stage.world.github.readyPullRequest('acme/app', number, 'wanda');
    await stage.world.settle();
    expect(stage.heads()).toEqual([headSha]);
  });

  test('does not where the trigger says `drafts: true`, and is not looked at twice', async () => {
    stage = await makeTriggerWorld({ config: triggered('drafts: true') });
    const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' }, { draft: true });
    stage.world.github.readyPullRequest('acme/app', number, 'wanda');
    await stage.world.settle();
    expect(stage.heads()).toEqual([headSha]);
  });
});

test('a label starts it, one of those that the trigger names, in any case', async () => {
  stage = await makeTriggerWorld({ config: triggered('events: [labeled], labels: [Review, urgent]') });
  const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' });
  const labels = (name: string) => stage.world.github.labelPullRequest('acme/app', number, 'wanda', name);
  labels('docs');
  await stage.world.settle();
  expect(stage.heads()).toEqual([]);
  // Two at once: GitHub tells of each, with the same time.
  labels('other');
  labels('review');
  await stage.world.settle();
  expect(stage.heads()).toEqual([headSha]);
  labels('urgent');
  await stage.world.settle();
  expect(stage.heads()).toEqual([headSha]);
});

describe('a push', () => {
  test('takes the place of a run that is under way: the older one ends as cancelled, and says why', async () => {
    stage = await makeTriggerWorld({ play: firstLasts() });
    const { world } = stage;
    const { number, headSha } = await stage.starts({ 'a.ts': 'x\n' });
    await expect.poll(() => stage.heads(), { timeout: 30_000 }).toEqual([headSha]);
    const second = await stage.pushes(number, { 'a.ts': 'y\n' });
    expect(stage.heads()).toEqual([headSha, second]);
    const [told = '', ...more] = stage.told(number);
    expect(more).toEqual([]);
    expect(told).toMatch(/^## ✅ reviewer is done/);
    expect(told).toContain(`About \`${second.slice(0, 12)}\``);
    const checks = world.github.listChecks('acme/app');
    expect(checks.map(({ headSha: head, conclusion }) => [head, conclusion])).toEqual([
      [headSha, 'cancelled'],
      [second, 'success'],
    ]);
    expect(JSON.stringify(checks[0])).toContain('A newer push took its place');
    await world.says('wanda', '/dispatch status', number);
    expect(stage.told(number).at(-1)).toMatch(/superseded/);
  });

  test('leaves the job of a command alone, and is not held up by it', async () => {
    stage = await makeTriggerWorld({ config: triggered('events: [synchronize]'), play: firstLasts() });
    const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' });
    stage.world.github.comment('acme/app', number, 'wanda', '/dispatch reviewer look');
    await expect.poll(() => stage.heads(), { timeout: 30_000 }).toEqual([headSha]);
    const second = await stage.startsPush(number, { 'a.ts': 'y\n' });
    await expect
      .poll(() => stage.told(number).filter((one) => one.includes('✅')), { timeout: 30_000 })
      .toHaveLength(1);
    expect(stage.heads()).toEqual([headSha, second]);
    await stage.world.says('wanda', '/dispatch cancel', number);
  });
});

describe('the same head starts an agent once', () => {
  test('however often and in whatever order the news come', async () => {
    stage = await makeTriggerWorld();
    const { world } = stage;
    const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' });
    const second = await stage.pushes(number, { 'a.ts': 'y\n' });
    world.github.closeIssue('acme/app', number);
    world.github.reopenIssue('acme/app', number);
    await world.settle();
    const news = world.github.deliveries.filter(({ event }) => event === 'pull_request');
    for (const { id } of news.toReversed()) world.github.redeliver(id);
    await world.settle();
    expect(stage.heads()).toEqual([headSha, second]);
  });

  test('also by an app that remembers nothing: news of an older head are passed over', async () => {
    stage = await makeTriggerWorld();
    const { world } = stage;
    const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' });
    const second = await stage.pushes(number, { 'a.ts': 'y\n' });
    await world.loseStore();
    const news = world.github.deliveries.filter(({ event }) => event === 'pull_request');
    for (const { id } of news.toReversed()) world.github.redeliver(id);
    await world.settle();
    expect(stage.heads()).toEqual([headSha, second, second]);
  });
});

test('a head that moves while its news are worked on is not started on their word', async () => {
  stage = await makeTriggerWorld();
  const other = await stage.commit({ 'evil.ts': 'x\n' }, 'main', 'other');
  let reads = 0;
  stage.world.github.faults.add({
    method: 'GET',
    path: /\/pulls\/\d+$/,
    times: 9,
    respond: {
      alter(body) {
        reads += 1;
        const { head } = body as { head: object };
        // The first two look at the configuration and at the trigger; the last one is what the job would be about.
        return reads < 3 ? body : { ...(body as object), head: { ...head, sha: other } };
      },
    },
  });
  await stage.opens({ 'a.ts': 'x\n' });
  expect(reads).toBe(3);
  expect(stage.heads()).toEqual([]);
});

test('an app that is killed while it asks for the run leaves one run and one comment', async () => {
  stage = await makeTriggerWorld();
  const { world } = stage;
  const headSha = await stage.commit({ 'a.ts': 'x\n' });
  await world.killedAt('POST', /\/dispatches$/, 1, () => {
    void world.github.createPullRequest('acme/app', { title: 'Change', author: 'wanda', headSha });
  });
  await world.restart();
  await expect
    .poll(() => stage.told(2), { timeout: 30_000 })
    .toEqual([expect.stringContaining('✅ reviewer is done')]);
  expect(stage.heads()).toEqual([headSha]);
});

test('a job that somebody has to agree to waits, and the approval starts it', async () => {
  const config = triggered().replace('tools: [Read, Grep]', 'tools: [Read, Bash]\n    egress: [example.org]');
  stage = await makeTriggerWorld({ config });
  stage.world.repository.private = true;
  stage.world.github.createUser('otto');
  stage.world.github.setRole('acme/app', 'otto', 'write');
  const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' });
  expect(stage.heads()).toEqual([]);
  const [, command = ''] = /`(\/dispatch approve \w+ \w+)`/.exec(stage.told(number)[0] ?? '') ?? [];
  await stage.world.says('otto', command, number);
  expect(stage.heads()).toEqual([headSha]);
  expect(stage.told(number)[0]).toMatch(/^## ✅ reviewer is done/);
});

describe('what stands in the way is told once to whoever may write', () => {
  test('and not with each push', async () => {
    const files = { '.github/workflows/dispatch.yml': 'name: x\non: push\njobs: {}\n' };
    stage = await makeTriggerWorld({ settings: { workflow: 'other.yml' }, files });
    const { number } = await stage.opens({ 'a.ts': 'x\n' });
    await stage.pushes(number, { 'a.ts': 'y\n' });
    expect(stage.told(number)).toEqual([
      expect.stringMatching(/There is no `\.github\/workflows\/other\.yml`/),
    ]);
  });

  test('a cap holds for them as for commands', async () => {
    stage = await makeTriggerWorld({ config: `${triggered()}caps: { user_per_hour: 1 }\n` });
    const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' });
    await stage.pushes(number, { 'a.ts': 'y\n' });
    await stage.pushes(number, { 'a.ts': 'z\n' });
    expect(stage.heads()).toEqual([headSha]);
    expect(stage.told(number)).toHaveLength(2);
    expect(stage.told(number)[1]).toMatch(/user_per_hour/);
  });
});

test('a run that lasts is stopped by `/dispatch cancel` as any other', async () => {
  stage = await makeTriggerWorld({ play: lasting });
  const { number, headSha } = await stage.starts({ 'a.ts': 'x\n' });
  await expect.poll(() => stage.heads(), { timeout: 30_000 }).toEqual([headSha]);
  await stage.world.says('wanda', '/dispatch cancel', number);
  expect(stage.told(number)[0]).toMatch(/^## ⏹️ reviewer was cancelled/);
});
