import { afterEach, describe, expect, test } from 'vitest';
import { sha256 } from '../../edge/keys/digest.ts';
import { asked, COMMAND, CONFIG, FETCHER, makeApprovalWorld } from './approval-world.ts';
import { fromClaims, jobElsewhere, lastJob } from './from-world.ts';
import { FILES, goodResult, makeWorld, succeeds, zipOf, type World } from './world.ts';

/* A command names an earlier job, and the ticket says whose result the run is given. */

let world: World;
afterEach(() => world.end());

const PLAN = '/dispatch helper plan it';
const look = (job: string) => `/dispatch reviewer --from=${job} look at it`;
const last = () => world.answers().at(-1)?.body;

async function planned(options: Parameters<typeof makeWorld>[0] = {}): Promise<string> {
  world = await makeWorld(options);
  await world.says('wanda', PLAN);
  return lastJob(world);
}

describe('the ticket', () => {
  test('names the earlier job, its run and the digest of the result that was shown', async () => {
    const jobId = await planned();
    await world.says('wanda', look(jobId));
    const text = JSON.stringify(goodResult({ job_id: jobId, agent: 'helper' }));
    expect(fromClaims(world)).toEqual([
      undefined,
      { job_id: jobId, run_id: world.github.runs[0]?.id, agent: 'helper', result_sha256: sha256(text) },
    ]);
    expect(last()).toContain('reviewer is done');
  });

  test('names it again when the job is retried', async () => {
    const jobId = await planned();
    await world.says('wanda', look(jobId));
    await world.says('wanda', `/dispatch retry ${lastJob(world)}`);
    const [, first, again] = fromClaims(world);
    expect(again).toEqual(first);
    expect(again).toMatchObject({ job_id: jobId });
  });

  test('names one that failed and was shown, too', async () => {
    const jobId = await planned({
      play: async (claims) => ({
        conclusion: 'failure',
        artifacts: [
          {
            name: 'agent-dispatch',
            zip: await zipOf({
              'result.json': JSON.stringify(goodResult(claims, { outcome: 'failed', text: 'Half of it.' })),
            }),
          },
        ],
      }),
    });
    await world.says('wanda', look(jobId));
    expect(fromClaims(world)[1]).toMatchObject({ job_id: jobId });
  });
});

describe('no run is started', () => {
  const refused = async (words: RegExp, runs = 1) => {
    expect(last()).toMatch(words);
    expect(world.dispatches()).toHaveLength(runs);
  };

  test('with a job that nobody knows', async () => {
    world = await makeWorld();
    await world.says('wanda', look('0'.repeat(32)));
    await refused(/no job/i, 0);
  });

  test('with a job of another repository, which is as unknown', async () => {
    world = await makeWorld();
    const jobId = await jobElsewhere(world);
    await world.says('wanda', look(jobId));
    const refusal = last()?.split('<!--')[0];
    expect(refusal).toMatch(/There is no job/);
    const unknown = 'ab12'.repeat(8);
    await world.says('wanda', look(unknown));
    expect(last()?.split('<!--')[0]?.replace(unknown, jobId)).toBe(refusal);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('with a job whose result the gate kept back', async () => {
    const hidden = Buffer.from('xdummy-webhook-secrety').toString('base64');
    const jobId = await planned({ play: succeeds({ text: `Look: ${hidden}.` }) });
    await world.says('wanda', look(jobId));
    await refused(/no result of the job `[0-9a-f]{32}` to give: it left none that was shown/);
  });

  test('with a job whose result was not accepted', async () => {
    const jobId = await planned({ play: succeeds({ job_id: 'f'.repeat(32) }) });
    await world.says('wanda', look(jobId));
    await refused(/left none that was shown/);
  });

  test('with a job that has not ended', async () => {
    world = await makeApprovalWorld();
    await world.says('wanda', COMMAND);
    await world.says('wanda', `/dispatch fetcher --from=${asked(world).jobId} do it`);
    await refused(/has not ended yet, so it has no result to give/, 0);
  });

  test('when GitHub does not keep its artifact any more', async () => {
    const jobId = await planned();
    for (const { artifacts } of world.github.runs)
      for (const { id } of artifacts) world.github.expireArtifact(id);
    await world.says('wanda', look(jobId));
    await refused(/GitHub does not keep its artifact/);
  });

  test('for somebody who may not, who learns nothing', async () => {
    const jobId = await planned();
    const before = world.answers().length;
    await world.says('rita', look(jobId));
    expect(world.answers()).toHaveLength(before);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('with what is no id', async () => {
    world = await makeWorld();
    await world.says('wanda', '/dispatch reviewer --from=last look at it');
    await refused(/`last` stands behind `--from=`/, 0);
  });
});

describe('where strangers’ words, a secret and effects come together', () => {
  const AGENTS = `${FETCHER.replace('egress: [example.org]', 'outputs: [comment, { labels: { allow: [x] } }]')}  helper:
    description: Plans
    system_prompt: Plan.
`;

  test('an earlier result makes somebody agree, and the plan says which', async () => {
    world = await makeApprovalWorld({ files: { ...FILES, [CONFIG]: AGENTS } });
    await world.says('wanda', PLAN);
    const jobId = lastJob(world);
    await world.says('wanda', '/dispatch fetcher do it');
    expect(last()).toContain('fetcher is done');
    await world.says('wanda', `/dispatch fetcher --from=${jobId} do it`);
    const body = last() ?? '';
    expect(body).toContain('waits for approval');
    expect(body).toContain('**A**, strangers may speak to it: it is given the result of an earlier run');
    expect(body).toContain(`**given**: the result of the job \`${jobId}\``);
    const [, job = '', digest = ''] = /approve ([0-9a-f]{32}) ([0-9a-f]{12})/.exec(body) ?? [];
    expect(asked(world).jobId).not.toBe(job);
    await world.says('rosa', `/dispatch approve ${job} ${digest}`);
    expect(fromClaims(world).at(-1)).toMatchObject({ job_id: jobId });
  });
});
