import { afterEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../edge/keys/digest.ts';
import { asked, COMMAND, CONFIG, FETCHER, makeApprovalWorld } from './approval-world.ts';
import { alterJob, fromClaims, jobElsewhere, lastJob } from './from-world.ts';
import { ended, KEEPING, keeps, lasts, push, type Lies } from './session-world.ts';
import { FILES, makeWorld, type World } from './world.ts';

/* A command goes on with the conversation of an earlier job, and the ticket says with which. */

let world: World;
afterEach(() => world.end());

const goOn = (job: string) => `/dispatch continue ${job} and the other file?`;
const last = () => world.answers().at(-1)?.body ?? '';

async function first(...given: Parameters<typeof ended>): Promise<string> {
  const made = await ended(...given);
  world = made.world;
  return made.jobId;
}

describe('the ticket', () => {
  test('names the job, its run, the digest of its conversation and when that expires', async () => {
    const jobId = await first();
    expect(last()).toContain(`\`/dispatch continue ${jobId} what more\``);
    await world.says('wanda', goOn(jobId));
    const [, from] = fromClaims(world);
    expect(from).toMatchObject({
      job_id: jobId,
      run_id: world.github.runs[0]?.id,
      agent: 'reviewer',
      session: { sha256: sha256(`ciphertext of ${jobId}`) },
    });
    const { session } = from as { session: { expires_at: number } };
    expect(Math.abs(session.expires_at - lasts(24))).toBeLessThan(600);
    expect(last()).toContain(`continues job \`${jobId}\``);
    expect(last()).toContain('reviewer is done');
  });

  test('names it again when the job is retried, and the one in between when that goes on', async () => {
    const jobId = await first();
    await world.says('wanda', goOn(jobId));
    const second = lastJob(world);
    await world.says('wanda', `/dispatch retry ${second}`);
    await world.says('wanda', goOn(second));
    const [, one, again, next] = fromClaims(world);
    expect(again).toEqual(one);
    expect(next).toMatchObject({ job_id: second, session: { sha256: sha256(`ciphertext of ${second}`) } });
  });

  test('carries limits that the command makes stricter, and no answer is given from the cache', async () => {
    const files = { ...KEEPING, [CONFIG]: (KEEPING[CONFIG] ?? '').replace('24 }', '24, cache_hours: 24 }') };
    const jobId = await first(keeps(), { files });
    await world.says('wanda', `/dispatch continue ${jobId} --budget=0.2 look at it`);
    expect(world.dispatches()).toHaveLength(2);
    expect(last()).not.toContain('cached');
  });
});

describe('no run is started', () => {
  const refused = (words: RegExp, runs = 1) => {
    expect(last()).toMatch(words);
    expect(world.dispatches()).toHaveLength(runs);
  };

  test('with a job that nobody knows, or of another repository: both are as unknown', async () => {
    world = await makeWorld({ files: KEEPING, play: keeps() });
    const unknown = 'ab12'.repeat(8);
    await world.says('wanda', goOn(unknown));
    refused(/There is no job/, 0);
    const words = last().split('<!--')[0];
    const jobId = await jobElsewhere(world);
    await world.says('wanda', goOn(jobId));
    expect(last().split('<!--')[0]).toBe(words?.replace(unknown, jobId));
    expect(world.dispatches()).toHaveLength(1);
  });

  test('in another thread, which is named', async () => {
    const jobId = await first();
    const { number } = world.github.createIssue('acme/app', { title: 'Other', author: 'wanda' });
    await world.says('wanda', goOn(jobId), number);
    expect(world.answers(number).at(-1)?.body).toContain(`belongs to \`#${world.issue.number}\``);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('for somebody who may not, who learns nothing', async () => {
    const jobId = await first();
    const before = world.answers().length;
    for (const job of [jobId, 'f'.repeat(32)]) await world.says('rita', goOn(job));
    expect(world.answers()).toHaveLength(before);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('when it did not end well', async () => {
    const jobId = await first(keeps({}, { outcome: 'failed' }));
    expect(last()).not.toContain('/dispatch continue');
    await world.says('wanda', goOn(jobId));
    refused(/did not end well/);
  });

  test('when it has not ended', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    await world.says('wanda', goOn(asked(world).jobId));
    refused(/has not ended yet/, 0);
  });

  test('when it ran without keeping one, with what to set', async () => {
    const jobId = await first(undefined, { files: FILES });
    await world.says('wanda', goOn(jobId));
    refused(/`session_hours`.*`session-key`/);
  });

  test('when the default branch has moved on, with both commits', async () => {
    const jobId = await first();
    await push(world, { 'other.md': 'x' });
    await world.says('wanda', goOn(jobId));
    refused(/it was about the commit `[0-9a-f]{12}`, and this is `[0-9a-f]{12}`/);
    expect(last()).toContain(`--from=${jobId}`);
  });

  test('when the configuration has changed', async () => {
    const jobId = await first();
    await push(world, { [CONFIG]: `${KEEPING[CONFIG]}# changed\n` });
    await world.says('wanda', goOn(jobId));
    refused(/the configuration has changed since/);
  });

  test('when it has expired', async () => {
    const jobId = await first();
    alterJob(world, jobId, 'session_expires_at = 1700000000');
    await world.says('wanda', goOn(jobId));
    refused(/was kept until 2023-11-14T22:13Z/);
  });

  test('when GitHub does not keep its artifact any more', async () => {
    const jobId = await first();
    for (const { artifacts } of world.github.runs)
      for (const { id } of artifacts) world.github.expireArtifact(id);
    await world.says('wanda', goOn(jobId));
    refused(/GitHub does not keep the artifact/);
  });

  test('without a task, or with what is no id', async () => {
    const jobId = await first();
    await world.says('wanda', `/dispatch continue ${jobId}`);
    refused(/has no task/);
    await world.says('wanda', '/dispatch continue it please');
    refused(/where the id of a job belongs/);
    await world.says('wanda', '/dispatch continue');
    refused(/needs the id of the job that goes on/);
  });
});

describe('the runner is not believed', () => {
  test.each<[string, Lies]>([
    ['another file than it says', { file: 'other ciphertext' }],
    ['no file', { file: null }],
    ['a longer time than the profile says', { session: { expires_at: lasts(25) } }],
  ])('it leaves %s: nothing can be continued, and the answer is shown', async (_, lies) => {
    const jobId = await first(keeps(lies));
    expect(last()).toContain('reviewer is done');
    expect(last()).not.toContain('/dispatch continue');
    await world.says('wanda', goOn(jobId));
    expect(last()).toMatch(/its run kept none/);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('it keeps one though the profile keeps none', async () => {
    const jobId = await first(keeps(), { files: FILES });
    expect(last()).not.toContain('/dispatch continue');
    await world.says('wanda', goOn(jobId));
    expect(last()).toMatch(/its run kept none/);
  });
});

describe('where strangers’ words, a secret and effects come together', () => {
  /** Goes on with a conversation that somebody has to agree to. Resolves to the job that it was in. */
  async function asked(): Promise<string> {
    const agents = FETCHER.replace(
      'egress: [example.org]',
      'session_hours: 24\n    outputs: [comment, { labels: { allow: [x] } }]',
    );
    world = await makeApprovalWorld({ files: { ...FILES, [CONFIG]: agents }, play: keeps() });
    await world.says('wanda', '/dispatch fetcher do it');
    const jobId = lastJob(world);
    await world.says('wanda', goOn(jobId));
    return jobId;
  }

  test('a conversation makes somebody agree, and the plan says whose', async () => {
    const jobId = await asked();
    const body = last();
    expect(body).toContain('waits for approval');
    expect(body).toContain(`**given**: the conversation of the job \`${jobId}\``);
    const [, job = '', digest = ''] = /approve ([0-9a-f]{32}) ([0-9a-f]{12})/.exec(body) ?? [];
    const { number } = world.issue;
    expect(world.dispatches()).toHaveLength(1);
    await world.says('rosa', `/dispatch approve ${job} ${digest}`, number);
    expect(fromClaims(world).at(-1)).toMatchObject({ job_id: jobId, session: {} });
  });

  test('one that expires while somebody is asked is not given', async () => {
    const jobId = await asked();
    const [, job = '', digest = ''] = /approve ([0-9a-f]{32}) ([0-9a-f]{12})/.exec(last()) ?? [];
    alterJob(world, jobId, 'session_expires_at = 1700000000');
    await world.says('rosa', `/dispatch approve ${job} ${digest}`);
    expect(world.dispatches()).toHaveLength(1);
    expect(
      world
        .answers()
        .map(({ body }) => body)
        .join('\n'),
    ).toContain('was kept until 2023-11-14');
  });
});
