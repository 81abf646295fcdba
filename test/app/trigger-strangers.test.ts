import { afterEach, describe, expect, test } from 'vitest';
import { fromFork, HANDED_OUT, overtaken, selfMade } from './trigger-attacks.ts';
import { makeTriggerWorld, triggered } from './trigger-world.ts';
import { claimsIn, succeeds } from './world.ts';

/* Nobody starts an agent by a pull request who could not start it by a command, but where a harmless one is for all. */

type Stage = Awaited<ReturnType<typeof makeTriggerWorld>>;
let stage: Stage;
afterEach(() => stage.world.end());

const tickets = () =>
  stage.world
    .dispatches()
    .map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket));

describe("a stranger's pull request from a fork", () => {
  test('starts nothing, and nobody hears of it', async () => {
    const made = await fromFork(triggered());
    stage = made.stage;
    expect(tickets()).toEqual([]);
    expect(stage.told(made.number)).toEqual([]);
    expect(stage.world.github.listChecks('acme/app')).toEqual([]);
  });

  test('starts an agent that only reads where its profile says so (ablation of the one before)', async () => {
    const made = await fromFork(triggered('forks: true'));
    stage = made.stage;
    expect(tickets()).toMatchObject([{ actor: 'sam', fork_head: true, head_sha: made.headSha }]);
    expect(stage.told(made.number)).toEqual([expect.stringContaining('All errors are handled.')]);
    // Read at the default branch, and out of the repository's own objects.
    expect(stage.asked(/^\/repos\/sam\//)).toEqual([]);
  });

  test('starts a tester in its cage, too, but nothing that hands back more than words', async () => {
    const tester = triggered('forks: true').replace('[Read, Grep]', '[Read, Bash]');
    stage = (await fromFork(tester)).stage;
    expect(tickets()).toHaveLength(1);
  });

  test('never an agent that writes, reaches hosts or leaves something, whatever its profile says', async () => {
    const made = await fromFork(HANDED_OUT);
    stage = made.stage;
    expect(tickets()).toEqual([]);
    expect(stage.told(made.number)).toEqual([]);
    // Whoever may write is told what is wrong with it, on a pull request of theirs.
    const { number } = await stage.opens({ 'b.ts': 'x\n' });
    expect(tickets()).toEqual([]);
    expect(stage.told(number)).toEqual([
      expect.stringMatching(/has the tool Edit, `egress`, the output `labels`, the output `patch`/),
    ]);
  });

  test('counts against the caps of the repository', async () => {
    stage = await makeTriggerWorld({
      config: `${triggered('forks: true')}caps: { repository_per_hour: 1 }\n`,
    });
    const first = await stage.opens({ 'a.ts': 'x\n' }, { author: 'sam', headOwner: 'sam' });
    await stage.pushes(first.number, { 'a.ts': 'y\n' }, 'sam');
    expect(tickets()).toHaveLength(1);
    expect(stage.told(first.number)).toHaveLength(1);
  });

  test('whose head moves after a member labelled it is not run at the new head on their word', async () => {
    stage = await makeTriggerWorld({ config: triggered('events: [labeled], labels: [ok], forks: true') });
    const { world } = stage;
    const { number, headSha } = await stage.opens({ 'a.ts': 'x\n' }, { author: 'sam', headOwner: 'sam' });
    world.github.labelPullRequest('acme/app', number, 'wanda', 'ok');
    await world.settle();
    expect(tickets().map(({ head_sha }) => head_sha)).toEqual([headSha]);
    await stage.pushes(number, { 'a.ts': 'evil\n' }, 'sam');
    // A replay of the label, for an app that remembers nothing.
    await world.loseStore();
    const labelled = world.github.deliveries.find(({ action }) => action === 'labeled');
    world.github.redeliver(labelled?.id ?? 0);
    await world.settle();
    expect(tickets().map(({ head_sha }) => head_sha)).toEqual([headSha]);
  });
});

describe('somebody whose role is too low', () => {
  test('starts nothing by reopening or pushing, and whoever has the role does', async () => {
    stage = await makeTriggerWorld();
    const { world } = stage;
    const { number } = await stage.opens({ 'a.ts': 'x\n' }, { author: 'rita' });
    expect(tickets()).toEqual([]);
    expect(stage.told(number)).toEqual([]);
    const second = await stage.pushes(number, { 'a.ts': 'y\n' }, 'wanda');
    expect(tickets()).toMatchObject([{ actor: 'wanda', head_sha: second }]);
    world.github.setRole('acme/app', 'wanda', 'read');
    await stage.pushes(number, { 'a.ts': 'z\n' }, 'wanda');
    expect(tickets()).toHaveLength(1);
  });

  test('is not shown what an agent wrote, when the role is lost during the run', async () => {
    stage = await makeTriggerWorld({
      play: async (claims, order) => {
        stage.world.github.setRole('acme/app', 'wanda', 'read');
        return succeeds()(claims, order);
      },
    });
    const { number } = await stage.opens({ 'a.ts': 'x\n' });
    expect(stage.told(number)[0]).toMatch(/lost the right to start it/);
    expect(stage.told(number)[0]).not.toContain('All errors are handled.');
  });
});

test("our own pull requests start nothing, so that no agent starts itself; nor do other bots'", async () => {
  const made = await selfMade();
  stage = made.stage;
  expect(made.ours).toHaveLength(1);
  expect(tickets()).toHaveLength(1);
  stage.world.github.createUser('renovate[bot]', 'Bot');
  stage.world.github.setRole('acme/app', 'renovate[bot]', 'write');
  await stage.opens({ 'c.js': 'x\n' }, { author: 'renovate[bot]' });
  expect(tickets()).toHaveLength(1);
});

test('nothing is ever shown of a run whose commit was pushed away meanwhile', async () => {
  const made = await overtaken();
  stage = made.stage;
  expect(tickets()).toHaveLength(2);
  expect(stage.told(made.number)).toHaveLength(1);
  expect(made.said).toContain('New words.');
  expect(made.said).not.toContain('Stale words.');
});

test('an agent that no profile has, and a configuration of the pull request, start nothing', async () => {
  stage = await makeTriggerWorld();
  const evil = triggered('forks: true, drafts: true').replace('reviewer:', 'stranger:');
  await stage.opens({ '.github/dispatch.yml': evil }, { author: 'sam', headOwner: 'sam' });
  expect(tickets()).toEqual([]);
});
