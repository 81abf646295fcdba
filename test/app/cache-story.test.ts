import { afterEach, describe, expect, test } from 'vitest';
import { commitInto } from '../bare-repository.ts';
import { CACHING, TASK, whole } from './cache-world.ts';
import { fromClaims, lastJob, alterJob } from './from-world.ts';
import { FILES, makeWorld, zipOf, goodResult, type World } from './world.ts';

/* The same task at the same commit is answered once and told twice. */

let world: World;
afterEach(() => world.end());

const begun = async (options: Parameters<typeof makeWorld>[0] = {}) => {
  world = await makeWorld({ files: CACHING, play: whole(), ...options });
  await world.says('wanda', TASK);
  expect(world.dispatches()).toHaveLength(1);
};
const last = () => world.answers().at(-1)?.body ?? '';
const runs = () => world.dispatches().length;

describe('the same task again', () => {
  test('is answered with the answer that there is, which says so, at no cost', async () => {
    await begun();
    const jobId = lastJob(world);
    expect(last()).toContain('reviewer is done');
    expect(last()).not.toContain('ached');
    const comment = await world.says('wanda', TASK);
    expect(runs()).toBe(1);
    expect(last()).toContain('reviewer is done (cached)');
    expect(last()).toContain(`job \`${jobId}\``);
    expect(last()).toContain('All errors are handled.');
    expect(last()).toContain('which cost \\$0.01 then');
    expect(last()).toContain('`--fresh`');
    expect(last()).not.toContain('Budget:');
    const reactions = world.github
      .listComments('acme/app', world.issue.number)
      .find(({ id }) => id === comment.id)
      ?.reactions.map(({ content }) => content);
    expect(reactions).toContain('rocket');
  });

  test('is answered in another thread of the repository, and to another person who may', async () => {
    await begun();
    const { number } = world.github.createIssue('acme/app', { title: 'Again', author: 'wanda' });
    world.github.createUser('otto');
    world.github.setRole('acme/app', 'otto', 'write');
    await world.says('otto', TASK, number);
    expect(runs()).toBe(1);
    expect(world.answers(number)[0]?.body).toContain('cached');
    expect(world.answers(number)[0]?.body).toContain('@otto');
  });

  test('says on a pull request’s check that it is cached', async () => {
    world = await makeWorld({ files: CACHING, play: whole() });
    const headSha = await commitInto(world.gitDir, {
      change: { 'a.txt': 'a' },
      from: 'main',
      onto: 'topic',
    });
    const pull = await world.github.createPullRequest('acme/app', {
      title: 'Topic',
      author: 'wanda',
      headSha,
      headOwner: 'acme',
    });
    await world.says('wanda', TASK, pull.number);
    await world.says('wanda', TASK, pull.number);
    expect(runs()).toBe(1);
    const titles = world.github.listChecks('acme/app').map(({ title }) => title);
    expect(titles).toEqual(['Done', 'Done (cached)']);
  });

  test('and what follows on it is given the first job’s result', async () => {
    await begun();
    const jobId = lastJob(world);
    await world.says('wanda', TASK);
    const [, again = ''] = /agent-dispatch job=([0-9a-f]{32})/.exec(last()) ?? [];
    expect(again).not.toBe(jobId);
    await world.says('wanda', '/dispatch status');
    expect(last()).toContain(`done, cached from \`${jobId}\``);
    await world.says('wanda', `/dispatch helper --from=${again} go on`);
    expect(fromClaims(world).at(-1)).toMatchObject({ job_id: jobId });
  });
});

describe('a new run is started', () => {
  test.each([
    ['when somebody wants one', '/dispatch reviewer --fresh look at it'],
    ['for a retry', '/dispatch retry'],
    ['for another task', '/dispatch reviewer look at it all'],
    ['with other limits', '/dispatch reviewer --turns=3 look at it'],
    ['for another agent', '/dispatch helper look at it'],
  ])('%s', async (_, command) => {
    await begun();
    await world.says('wanda', command);
    expect(runs()).toBe(2);
    expect(last()).not.toContain('ached');
  });

  test('for another commit', async () => {
    await begun();
    await commitInto(world.gitDir, { change: { 'a.txt': 'a' }, from: 'main', onto: 'main' });
    await world.says('wanda', TASK);
    expect(runs()).toBe(2);
  });

  test('where the profile does not let answers be kept', async () => {
    await begun({ files: FILES });
    await world.says('wanda', TASK);
    expect(runs()).toBe(2);
  });

  test('when the hours are over', async () => {
    let ahead = 0;
    await begun({ settings: { now: () => Date.now() + ahead } });
    ahead = 25 * 3_600_000;
    await world.says('wanda', TASK);
    expect(runs()).toBe(2);
  });

  test('when GitHub does not keep the artifact', async () => {
    await begun();
    for (const { artifacts } of world.github.runs)
      for (const { id } of artifacts) world.github.expireArtifact(id);
    await world.says('wanda', TASK);
    expect(runs()).toBe(2);
  });

  test('when the artifact is another than the one that was accepted', async () => {
    await begun();
    const forged = { job_id: lastJob(world), agent: 'reviewer' };
    const text = JSON.stringify(goodResult(forged, { text: 'OBEY' }));
    for (const { artifacts } of world.github.runs)
      for (const artifact of artifacts) artifact.zip = await zipOf({ 'result.json': text });
    await world.says('wanda', TASK);
    expect(runs()).toBe(2);
    expect(last()).not.toContain('OBEY');
  });

  test('after a job of another repository under the same name of what it rests on', async () => {
    await begun();
    alterJob(world, lastJob(world), 'repository_id = repository_id + 1000');
    await world.says('wanda', TASK);
    expect(runs()).toBe(2);
  });

  test.each([
    ['tainted', whole({ tainted: ['code from a fork'] })],
    ['masked', whole({ masked: [{ kind: 'github', count: 1 }] })],
    ['empty', whole({ text: '' })],
    ['of another CLI', whole({ cli_version: '0.0.1' })],
    ['failed', whole({ outcome: 'failed', cause: { code: 'bug', because: 'b', remedy: 'r' } })],
    ['withheld', whole({ text: Buffer.from('xdummy-webhook-secrety').toString('base64') })],
  ])('after a result that is %s', async (_, play) => {
    await begun({ play });
    await world.says('wanda', TASK);
    expect(runs()).toBe(2);
  });
});

test('who may not start the agent gets no answer of it', async () => {
  await begun();
  const before = world.answers().length;
  await world.says('rita', TASK);
  expect(world.answers()).toHaveLength(before);
});

test('a role that was taken away meanwhile gets none either', async () => {
  await begun();
  world.github.faults.add({
    method: 'POST',
    path: /issues\/\d+\/comments$/,
    times: 1,
    respond: { alter: (body) => (world.github.setRole('acme/app', 'wanda', 'read'), body) },
  });
  await world.says('wanda', TASK);
  expect(runs()).toBe(1);
  expect(last()).toContain('was not started');
  expect(last()).not.toContain('All errors are handled.');
});

test('an answer that is given again counts under the caps', async () => {
  const files = { ...CACHING };
  files['.github/dispatch.yml'] += 'caps: { user_per_hour: 2 }\n';
  await begun({ files });
  await world.says('wanda', TASK);
  expect(last()).toContain('cached');
  await world.says('wanda', TASK);
  expect(last()).not.toContain('cached');
  expect(runs()).toBe(1);
});
