import { afterEach, describe, expect, test, vi } from 'vitest';
import { $, reservations } from './ledger-looks.ts';
import { commitInto } from '../bare-repository.ts';
import {
  COMMAND,
  CONFIG,
  dispatching,
  job,
  jobsOf,
  leading,
  leaves,
  makeTeamWorld,
  TEAM,
  tickets,
  toldOf,
} from './children-world.ts';
import type { World } from './world.ts';

/* A run hands tasks on to other agents: the app makes jobs of them, within what the run might do and what it left. */

let world: World;
afterEach(() => world.end());

const dispatch = () => world.says('wanda', COMMAND);

describe('what a run hands on', () => {
  test('becomes a job each, by the authority of whoever asked, out of what the run left, with its result', async () => {
    world = await makeTeamWorld(leading([job('helper'), job('painter')]));
    await dispatch();
    const [lead, helper, painter] = tickets(world);
    expect(lead).toMatchObject({ agent: 'lead', depth: 0 });
    const from = { job_id: lead?.job_id, agent: 'lead' };
    // 2 dollars less the 50 cents that the lead spent, in two halves: neither wants more than a dollar.
    const share = { actor: 'wanda', depth: 1, limits: { budget_usd: 0.75 }, from };
    expect(helper).toMatchObject({ agent: 'helper', task: 'Do the part of helper.', ...share });
    expect(painter).toMatchObject({ agent: 'painter', task: 'Do the part of painter.', ...share });
    expect(tickets(world)).toHaveLength(3);
    expect(await jobsOf(world)).toMatchObject([{ state: 'done' }, { state: 'done' }, { state: 'done' }]);
    const kept = await reservations(world);
    expect(kept.map((one) => one?.reserved)).toEqual([2 * $, 0.75 * $, 0.75 * $]);
    expect(kept.map((one) => one?.settled)).toEqual([0.5 * $, 0.01 * $, 0.01 * $]);
  });

  test('is linked from the comment of the run to those of its jobs, and back', async () => {
    world = await makeTeamWorld(leading([job('helper')]));
    await dispatch();
    const [lead, helper] = world.answers();
    const thread = `${world.github.url}/acme/app/issues/${world.issue.number}#issuecomment-`;
    const [leadJob, helperJob] = await jobsOf(world);
    expect(toldOf(world, 'lead')).toContain(
      `Handed on: to \`helper\`, [job \`${helperJob?.jobId}\`](${thread}${helper?.id})`,
    );
    expect(toldOf(world, 'helper')).toContain(
      `handed on by [job \`${leadJob?.jobId}\`](${thread}${lead?.id})`,
    );
    expect(toldOf(world, 'helper')).toContain('helper is done');
  });

  test('goes to one agent twice when its tasks differ, side by side', async () => {
    world = await makeTeamWorld(
      leading([job('helper', 'The first half.'), job('helper', 'The second half.')]),
    );
    await dispatch();
    expect(tickets(world).map(({ task }) => task)).toEqual([
      'see to it',
      'The first half.',
      'The second half.',
    ]);
  });

  test('is named in the comment of the run where it is refused, and the rest starts', async () => {
    world = await makeTeamWorld(leading([job('fetcher'), job('keeper'), job('helper')]));
    await dispatch();
    expect(tickets(world).map(({ agent }) => agent)).toEqual(['lead', 'helper']);
    const told = toldOf(world, 'lead');
    expect(told).toMatch(/not to `fetcher`:.*it has the host `?example\.org`?, which `?lead`? has not/);
    expect(told).toMatch(/not to `keeper`:.*has the role `?write`? here, and `keeper` needs/);
    // The one that is started has all that is left.
    expect(tickets(world)[1]).toMatchObject({ limits: { budget_usd: 1 } });
  });

  test('is not started when something else that the run handed in was not posted', async () => {
    world = await makeTeamWorld(
      leading([job('helper')], {
        result: { outputs: [...dispatching([job('helper')]), { kind: 'labels', add: ['bug'] }] },
      }),
    );
    world.github.faults.add({ method: 'POST', path: /\/labels$/, times: 9, respond: { status: 422 } });
    await dispatch();
    expect(tickets(world)).toHaveLength(1);
    expect(toldOf(world, 'lead')).toMatch(/Not posted: dispatch.*started only when all/);
  });

  test.each([
    ['an agent that is not in its list', [{ agent: 'nobody', task: 'x' }]],
    ['more than it may', ['1', '2', '3', '4', '5'].map((task) => ({ agent: 'helper', task }))],
  ])('counts for nothing with %s, nor does the rest of the result', async (_, jobs) => {
    world = await makeTeamWorld(leading(jobs));
    await dispatch();
    expect(tickets(world)).toHaveLength(1);
    expect(toldOf(world, 'lead')).toContain('is not what the agent may hand back');
  });

  test('is not posted, nor is anything else, where a secret is hidden in a task', async () => {
    const hidden = Buffer.from('xdummy-webhook-secrety').toString('base64');
    world = await makeTeamWorld(leading([job('helper'), job('painter', `Look: ${hidden}.`)]));
    await dispatch();
    expect(tickets(world)).toHaveLength(1);
    expect(await jobsOf(world)).toMatchObject([{ state: 'failed', cause: 'withheld' }]);
    expect(JSON.stringify(world.answers())).not.toContain(hidden);
  });

  test('is refused where its task holds what looks like a secret, and loses what nobody sees', async () => {
    const shape = `ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`;
    world = await makeTeamWorld(
      leading([job('helper', `Use ${shape} there.`), job('painter', 'Look\u200b at \u202eit.')]),
    );
    await dispatch();
    expect(tickets(world).map(({ task }) => task)).toEqual(['see to it', 'Look at it.']);
    expect(toldOf(world, 'lead')).toMatch(/not to `helper`:.*looks like a secret/);
    expect(JSON.stringify(world.answers())).not.toContain(shape);
  });

  test('is not started of a run that failed', async () => {
    world = await makeTeamWorld(leading([job('helper')], { result: { outcome: 'failed' } }));
    await dispatch();
    expect(tickets(world)).toHaveLength(1);
    expect(toldOf(world, 'lead')).toContain('lead failed');
  });
});

describe('how far it goes', () => {
  test('a run that was started in this way starts no other, though its profile names some', async () => {
    const again = async (claims: Parameters<typeof leaves>[0]) =>
      leaves(claims, { outputs: dispatching([job('helper')]) });
    world = await makeTeamWorld(leading([job('lead')], { others: again }));
    await dispatch();
    expect(tickets(world).map(({ agent, depth }) => [agent, depth])).toEqual([
      ['lead', 0],
      ['lead', 1],
    ]);
    expect(toldOf(world, 'lead', 1)).toMatch(/This run is `?1`? away from a person/);
  });

  /** A team with one more lead, below the first. */
  const DEEPER = `${TEAM}  sub:
    description: Leads below
    system_prompt: You lead.
    budget_usd: 1
    outputs: [comment, dispatch: { agents: [helper], max_depth: 4 }]
`;

  test('no profile on the way widens what one before it allows', async () => {
    const deeper = DEEPER.replace('keeper, lead]', 'keeper, sub]');
    const hands = async (claims: Parameters<typeof leaves>[0]) =>
      leaves(claims, claims.agent === 'sub' ? { outputs: dispatching([job('helper')]) } : {});
    world = await makeTeamWorld(leading([job('sub')], { others: hands }), { config: deeper });
    await dispatch();
    expect(tickets(world).map(({ agent }) => agent)).toEqual(['lead', 'sub']);
    expect(toldOf(world, 'sub')).toMatch(
      /not to `helper`:.*It would be `?2`? away.*at most `?1`? are allowed/,
    );
  });

  test('where all profiles allow it a chain goes on, each out of what the one before left', async () => {
    const deeper = DEEPER.replace('keeper, lead], max: 4', 'keeper, sub], max: 4, max_depth: 2');
    const hands = async (claims: Parameters<typeof leaves>[0]) =>
      leaves(claims, claims.agent === 'sub' ? { outputs: dispatching([job('helper')]), cost_usd: 0.4 } : {});
    world = await makeTeamWorld(leading([job('sub')], { others: hands }), { config: deeper });
    await dispatch();
    expect(tickets(world).map(({ agent, depth, limits }) => [agent, depth, limits])).toEqual([
      ['lead', 0, undefined],
      ['sub', 1, { budget_usd: 1 }],
      ['helper', 2, { budget_usd: 0.6 }],
    ]);
  });
});

describe('where strangers’ words, a secret and effects come together', () => {
  test('the result of the run makes somebody agree, and whoever does sees who wrote the task', async () => {
    world = await makeTeamWorld(leading([job('painter', 'Set what I found.')]), { isPrivate: true });
    await dispatch();
    expect(tickets(world).map(({ agent }) => agent)).toEqual(['lead']);
    const [lead] = await jobsOf(world);
    const told = toldOf(world, 'painter');
    expect(told).toContain('waits for approval');
    expect(told).toContain('**A**, strangers may speak to it: it is given the result of an earlier run');
    expect(told).toContain(`**given**: the result of the job \`${lead?.jobId}\``);
    expect(told).toContain(`in the words of the agent of the job \`${lead?.jobId}\`, which no person wrote`);
    const approve = /`(\/dispatch approve [0-9a-f]{32} [0-9a-f]{12})`/.exec(told)?.[1] ?? '';
    await world.says('wanda', approve);
    expect(tickets(world)).toHaveLength(1);
    await world.says('rosa', approve);
    expect(tickets(world)[1]).toMatchObject({
      agent: 'painter',
      depth: 1,
      approval: { by: 'rosa' },
      limits: { budget_usd: 1 },
    });
    expect(toldOf(world, 'painter')).toContain('painter is done');
  });
});

describe('what changes in between', () => {
  test('a role that was taken away starts nothing, and the comment of the job says so', async () => {
    let ended = false;
    world = await makeTeamWorld(leading([job('helper')]));
    world.github.faults.add({
      method: 'PATCH',
      path: /issues\/comments\/\d+$/,
      respond: {
        alter: (body) => {
          if (!ended && JSON.stringify(body).includes('Handed on')) {
            ended = true;
            world.github.setRole('acme/app', 'wanda', 'read');
          }
          return body;
        },
      },
    });
    await dispatch();
    expect(ended).toBe(true);
    expect(tickets(world)).toHaveLength(1);
    expect(toldOf(world, 'helper')).toMatch(/helper was not started[^]*has the role `?read`? here/);
  });

  test('another configuration starts nothing', async () => {
    world = await makeTeamWorld(async (claims, order) => {
      if (claims.agent === 'lead')
        await commitInto(world.gitDir, {
          change: { [CONFIG]: `${TEAM}# new\n` },
          from: 'main',
          onto: 'main',
        });
      return leading([job('helper')])(claims, order);
    });
    await dispatch();
    expect(tickets(world)).toHaveLength(1);
    expect(toldOf(world, 'lead')).toMatch(/not to `helper`:.*The configuration has changed/);
  });

  test('a cap of the repository refuses the jobs, and says so in the comment of the run', async () => {
    world = await makeTeamWorld(leading([job('helper'), job('painter')]), {
      config: `${TEAM}caps: { repository_per_hour: 2 }\n`,
    });
    await dispatch();
    expect(tickets(world).map(({ agent }) => agent)).toEqual(['lead', 'helper']);
    expect(toldOf(world, 'lead')).toMatch(/not to `painter`:.*The cap `repository_per_hour` is reached/);
  });

  test('the cancel of a run’s job ends those that it started', async () => {
    let release: () => void = () => {};
    const hangs = new Promise<void>((resolve) => (release = resolve));
    world = await makeTeamWorld(
      leading([job('helper'), job('painter')], {
        others: async (claims) => (await hangs, leaves(claims)),
      }),
    );
    world.github.comment('acme/app', world.issue.number, 'wanda', COMMAND);
    await vi.waitFor(async () => expect(tickets(world)).toHaveLength(3), { timeout: 20_000 });
    await world.app.idle();
    const [lead] = await jobsOf(world);
    world.github.comment('acme/app', world.issue.number, 'rosa', `/dispatch cancel ${lead?.jobId}`);
    await vi.waitFor(
      () => expect(world.github.requests.filter(({ path }) => path.endsWith('/cancel'))).toHaveLength(2),
      { timeout: 20_000 },
    );
    release();
    await world.settle();
    expect((await jobsOf(world)).map(({ agent, state }) => [agent, state])).toEqual([
      ['lead', 'done'],
      ['helper', 'cancelled'],
      ['painter', 'cancelled'],
    ]);
    await world.says('rosa', `/dispatch cancel ${lead?.jobId}`);
    expect(world.answers().at(-1)?.body).toContain('has ended already');
  });
});
