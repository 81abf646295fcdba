import { afterEach, describe, expect, test } from 'vitest';
import { commitInto } from '../bare-repository.ts';
import { claimsIn, FILES, makeWorld, succeeds, type Play, type World } from './world.ts';

/* What people may ask of a run that is under way: what it is at, and its end. */

let world: World;
afterEach(() => world.end());

const COMMAND = '/dispatch reviewer check the error handling';

/** A run that lasts until somebody stops it. */
const lasting: Play = (_claims, { signal }) =>
  new Promise((resolve) => {
    const end = () => resolve({ conclusion: 'cancelled' });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** The run of a command by wanda, under way. */
async function underWay(play: Play = lasting): Promise<World> {
  world = await makeWorld({ play });
  world.github.createUser('tina');
  world.github.setRole('acme/app', 'tina', 'triage');
  world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
  await expect.poll(() => world.answers()[0]?.body, { timeout: 30_000 }).toContain('is working');
  return world;
}

/** Writes a comment without waiting for runs to end. */
async function asks(login: string, body: string, answers: number) {
  const comment = world.github.comment('acme/app', world.issue.number, login, body);
  await expect
    .poll(() => world.answers().length + comment.reactions.length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(answers);
  await world.app.idle();
  return comment;
}

const jobId = () => /agent-dispatch job=(\w+)/.exec(world.answers()[0]?.body ?? '')?.[1] ?? '';
const endAll = () => world.github.runs.forEach((run) => run.abort.abort());

describe('cancel', () => {
  test('stops the run of the thread; its one comment says so', async () => {
    await underWay();
    const comment = await world.says('wanda', '/dispatch cancel');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes']);
    expect(world.github.runs[0]?.conclusion).toBe('cancelled');
    expect(world.answers()).toHaveLength(1);
    expect(world.answers()[0]?.body).toContain('was cancelled');
    expect(world.answers()[0]?.revisions.some(({ body }) => body.includes('wanda asked for the end'))).toBe(
      true,
    );
  });

  test('is for the one who asked, and for writers; for others it is a reaction', async () => {
    await underWay();
    const comment = await asks('tina', '/dispatch cancel', 2);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
    expect(world.github.requests.filter(({ path }) => path.endsWith('/cancel'))).toEqual([]);
    endAll();
    await world.settle();
  });

  test('names the runs when there are several, and stops the one that is named', async () => {
    await underWay();
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND.replace('reviewer', 'helper'));
    await expect.poll(() => world.github.runs.length, { timeout: 30_000 }).toBe(2);
    await asks('wanda', '/dispatch cancel', 3);
    expect(world.answers().at(-1)?.body).toMatch(/2 agents are at work.*cancel <job>/s);
    await asks('wanda', `/dispatch cancel ${jobId()}`, 4);
    await expect.poll(() => world.github.runs[0]?.conclusion, { timeout: 30_000 }).toBe('cancelled');
    expect(world.github.runs[1]?.status).toBe('in_progress');
    endAll();
    await world.settle();
  });

  test.each([
    ['nothing runs', '/dispatch cancel', /No agent is at work/],
    ['the job has ended', null, /has ended already/],
    ['there is no such job', `/dispatch cancel ${'ab'.repeat(16)}`, /There is no job/],
    ['the id is none', '/dispatch cancel ../../x', /32 of the digits/],
  ])('says so when %s', async (_, body, words) => {
    world = await makeWorld({ play: succeeds() });
    await world.says('wanda', COMMAND);
    await world.says('wanda', body ?? `/dispatch cancel ${jobId()}`);
    expect(world.answers()).toHaveLength(2);
    expect(world.answers()[1]?.body).toMatch(words);
    expect(world.answers()[0]?.body).toContain('is done');
  });
});

describe('status', () => {
  test('tells the jobs of the thread, and of one its history', async () => {
    await underWay();
    await asks('wanda', '/dispatch status', 2);
    expect(world.answers()[1]?.body).toContain(`| \`${jobId()}\` | \`reviewer\` | wanda | running |`);
    await asks('wanda', `/dispatch status ${jobId()}`, 3);
    const told = world.answers()[2]?.body ?? '';
    const states = [...told.matchAll(/^- \S+Z: (.+)$/gm)].map(([, state]) => state);
    expect(states).toEqual(['authorised', 'reserved', 'dispatching', 'dispatched', 'running']);
    endAll();
    await world.settle();
  });

  test('of a thread without jobs says that there are none', async () => {
    world = await makeWorld();
    await world.says('wanda', '/dispatch status');
    expect(world.answers()[0]?.body).toContain('No agent was asked for');
  });

  test("of another repository's job is that of none at all", async () => {
    world = await makeWorld();
    await world.says('wanda', COMMAND);
    const other = world.github.createRepository({ owner: 'acme', name: 'other', gitDir: world.gitDir });
    world.github.setRole('acme/other', 'wanda', 'write');
    const issue = world.github.createIssue('acme/other', { title: 'Other', author: 'wanda' });
    const asked = async (id: string) => {
      world.github.comment('acme/other', issue.number, 'wanda', `/dispatch status ${id}`);
      await world.settle();
      const bodies = world.github
        .listComments('acme/other', issue.number)
        .filter(({ author }) => author.type === 'Bot');
      return bodies.at(-1)?.body.replaceAll(/[0-9a-f]{32}|reply=\d+/g, '…');
    };
    const foreign = await asked(jobId());
    expect(foreign).toContain('There is no job');
    expect(await asked([...jobId()].toReversed().join(''))).toBe(foreign);
    expect(other.id).not.toBe(world.repository.id);
  });

  test('is for people who can dispatch', async () => {
    world = await makeWorld();
    const comment = await world.says('rita', '/dispatch status');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
    expect(world.answers()).toEqual([]);
  });
});

describe('retry', () => {
  const commits = (change: Record<string, string>) =>
    commitInto(world.gitDir, { change, from: 'main', onto: 'main' });
  const claims = () =>
    world.dispatches().map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket));

  test('runs the last task again, as a job of its own', async () => {
    world = await makeWorld();
    await world.says('wanda', `${COMMAND}\n\nand the tests`);
    const comment = await world.says('wanda', '/dispatch retry');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['eyes', 'rocket']);
    const [first, second] = claims();
    expect(second).toMatchObject({ agent: 'reviewer', task: first?.['task'], head_sha: first?.['head_sha'] });
    expect(second?.job_id).not.toBe(first?.job_id);
    expect(world.answers()).toHaveLength(2);
  });

  test('stays at the commit of the job, or takes the newest with --head', async () => {
    world = await makeWorld();
    await world.says('wanda', COMMAND);
    const first = claims()[0]?.['head_sha'];
    const newest = await commits({ 'src/new.ts': 'export {};\n' });
    await world.says('wanda', '/dispatch retry');
    await world.says('wanda', `/dispatch retry ${jobId()} --head`);
    expect(claims().map(({ head_sha }) => head_sha)).toEqual([first, first, newest]);
  });

  test('does not bring back a configuration that was changed', async () => {
    world = await makeWorld();
    await world.says('wanda', COMMAND);
    await commits({ '.github/dispatch.yml': `${FILES['.github/dispatch.yml']}# narrowed\n` });
    await world.says('wanda', '/dispatch retry');
    expect(world.answers().at(-1)?.body).toMatch(/configuration has changed.*--head/s);
    expect(claims()).toHaveLength(1);
    await world.says('wanda', '/dispatch retry --head');
    expect(claims()).toHaveLength(2);
  });

  test('is for whoever may start the agent now', async () => {
    world = await makeWorld();
    await world.says('wanda', COMMAND);
    const comment = await world.says('rita', `/dispatch retry ${jobId()}`);
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
    expect(claims()).toHaveLength(1);
  });

  test('of a job that has not ended, or of another thread, is refused with what to do', async () => {
    await underWay();
    await asks('wanda', `/dispatch retry ${jobId()}`, 2);
    expect(world.answers().at(-1)?.body).toMatch(/not ended yet.*cancel/s);
    const other = world.github.createIssue('acme/app', { title: 'Other', author: 'wanda' });
    endAll();
    await world.settle();
    await world.says('wanda', `/dispatch retry ${jobId()}`, other.number);
    expect(world.answers(other.number)[0]?.body).toMatch(/belongs to `#1`/);
    await world.says('wanda', '/dispatch retry', other.number);
    expect(world.answers(other.number)[1]?.body).toContain('No job of this thread has ended');
  });
});

describe('explain', () => {
  test('tells what an agent may do in this thread', async () => {
    world = await makeWorld();
    await world.says('wanda', '/dispatch explain reviewer');
    expect(world.answers()[0]?.body).toContain('`reviewer` may start here.');
    expect(world.answers()[0]?.body).toMatch(/- \*\*tools\*\*: Read, Grep, Glob/);
    expect(world.dispatches()).toEqual([]);
    await world.says('wanda', '/dispatch explain revewer');
    expect(world.answers()[1]?.body).toContain('reviewer');
  });

  test('says why one may not start, and what would mend it', async () => {
    const config = `${FILES['.github/dispatch.yml']}    triggers: [workflow]\n`;
    world = await makeWorld({ files: { ...FILES, '.github/dispatch.yml': config } });
    await world.says('wanda', '/dispatch explain helper');
    expect(world.answers()[0]?.body).toMatch(/`helper` may not start here\.[^]*Add comment to its triggers/);
  });

  test('is for people who can dispatch', async () => {
    world = await makeWorld();
    const comment = await world.says('rita', '/dispatch explain reviewer');
    expect(comment.reactions.map(({ content }) => content)).toEqual(['confused']);
    expect(world.answers()).toEqual([]);
  });
});

test('list tells the agents', async () => {
  world = await makeWorld();
  await world.says('wanda', '/dispatch list');
  expect(world.answers()[0]?.body).toContain('| `reviewer` | Reviews code |');
  expect(world.answers()[0]?.body).not.toContain('/dispatch cancel');
});
