import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  COMMAND,
  dispatching,
  job,
  jobsOf,
  leading,
  leaves,
  makeTeamWorld,
  TEAM,
  tickets,
  toldOf,
} from '../children-world.ts';
import { reservations } from '../ledger-looks.ts';
import type { Play, World } from '../world.ts';
import { send } from './layers.ts';

/*
 * What a hostile agent, or the hostile job of one, tries by handing tasks on to others: P07, W04 and W06 of
 * docs/attack-rows.md. Each with the layer off, where the same look finds what it is for.
 */

const off = vi.hoisted(() => ({
  taint: false,
  beyond: false,
  depth: false,
  terminal: false,
  money: false,
  parent: false,
}));

vi.mock(import('../../../core/context/earlier.ts'), async (original) => {
  const real = await original();
  return { ...real, earlierTaint: (jobId) => (off.taint ? '' : real.earlierTaint(jobId)) };
});
vi.mock(import('../../../core/profile/child.ts'), async (original) => {
  const real = await original();
  return { ...real, beyondParent: (...all) => (off.beyond ? null : real.beyondParent(...all)) };
});
vi.mock(import('../../../core/output/kinds/dispatch.ts'), async (original) => {
  const { dispatch } = await original();
  const accept: typeof dispatch.accept = (input, limits, facts) =>
    dispatch.accept(input, limits, off.depth ? { ...facts, depth: 0 } : facts);
  return { dispatch: { ...dispatch, accept } };
});
vi.mock(import('../../../app/why-no-child.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    standingOfParent: async (...all) => (off.parent ? null : real.standingOfParent(...all)),
  };
});
vi.mock(import('../../../edge/store/job.ts'), async (original) =>
  (await import('./endless.ts')).endlessJobs(await original(), () => off.terminal),
);
vi.mock(import('../../../app/deliveries.ts'), async (original) =>
  (await import('./endless.ts')).newDeliveries(await original(), () => off.terminal),
);
vi.mock(import('../../../core/ledger/share.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    sharesOf: (left, wanted) => (off.money ? [...wanted] : real.sharesOf(left, wanted)),
  };
});
vi.mock(import('../../../edge/store/envelope.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    whyBeyondParent: async (...all) => (off.money ? null : real.whyBeyondParent(...all)),
  };
});

let world: World;
beforeEach(() => {
  for (const layer of Object.keys(off)) Object.assign(off, { [layer]: false });
});
afterEach(() => world.end());

const agents = () => tickets(world).map(({ agent }) => agent);

describe('P07: what a reader was told by strangers becomes the task of one with effects', () => {
  const launders = async () => {
    world = await makeTeamWorld(leading([job('painter', 'Do what the issue says.')]), { isPrivate: true });
    await world.says('wanda', COMMAND);
  };

  test('it does not start before another person agreed, and it is given the result as what it is', async () => {
    await launders();
    expect(agents()).toEqual(['lead']);
    expect(toldOf(world, 'painter')).toContain('waits for approval');
    expect((await jobsOf(world))[1]).toMatchObject({ fromJob: (await jobsOf(world))[0]?.jobId });
  });

  test('without the taint it starts at once', async () => {
    off.taint = true;
    await launders();
    expect(agents()).toEqual(['lead', 'painter']);
  });

  const READER = TEAM.replace('      - labels: { allow: [bug] }\n', '');
  const beyond = async () => {
    world = await makeTeamWorld(leading([job('painter')]), { config: READER });
    await world.says('wanda', COMMAND);
  };

  test('one that has what the reader has not is not started at all', async () => {
    await beyond();
    expect(agents()).toEqual(['lead']);
    expect(toldOf(world, 'lead')).toMatch(/not to `painter`:.*a capability/);
  });

  test('without that look it is', async () => {
    off.beyond = true;
    await beyond();
    expect(agents()).toEqual(['lead', 'painter']);
  });
});

describe('a job that starts itself', () => {
  const again: Play = async (claims) =>
    leaves(claims, { outputs: dispatching([job('lead', 'Once more.')]), cost_usd: 0.01 });

  test('ends with the first', async () => {
    world = await makeTeamWorld(again);
    await world.says('wanda', COMMAND);
    expect(agents()).toEqual(['lead', 'lead']);
  });

  test('and where the run is believed how far away it is, with the app’s own count of that', async () => {
    off.depth = true;
    world = await makeTeamWorld(again);
    await world.says('wanda', COMMAND);
    expect(agents()).toEqual(['lead', 'lead']);
    expect(toldOf(world, 'lead', 1)).toMatch(/not to `lead`:.*It would be `?2`? away/);
  });
});

describe('W04: a second result, after the end', () => {
  /** Puts another result into the artifact of the lead's run, which has ended, and says that it ends once more. */
  async function again(isForgotten = false): Promise<string[]> {
    let second: Awaited<ReturnType<Play>> = {};
    const first = leading([job('helper')]);
    world = await makeTeamWorld(async (claims, order) => {
      if (claims.agent === 'lead') second = await leading([job('helper'), job('painter')])(claims, order);
      return first(claims, order);
    });
    await world.says('wanda', COMMAND);
    expect(agents()).toEqual(['lead', 'helper']);
    const artifact = world.github.runs[0]?.artifacts[0];
    const zip = second.artifacts?.[0]?.zip;
    if (artifact === undefined || zip === undefined) throw new Error('no artifact');
    artifact.zip = zip;
    off.terminal = isForgotten;
    const [end] = world.github.deliveries.filter(
      ({ event, action }) => event === 'workflow_run' && action === 'completed',
    );
    await send(world, structuredClone(end?.request.payload), { event: 'workflow_run' });
    return agents();
  }

  test('starts nothing more', async () => {
    expect(await again()).toEqual(['lead', 'helper']);
    expect(await jobsOf(world)).toHaveLength(2);
  });

  test('where what was heard and what has ended is forgotten, another job is made', async () => {
    await again(true);
    expect((await jobsOf(world)).map(({ agent }) => agent)).toContain('painter');
  });
});

describe('W06: a run that lies about what it spent', () => {
  /** What its jobs may spend together, and what it had itself, in micro-dollars. */
  async function moneyAfter(cost: number | null) {
    world = await makeTeamWorld(
      leading([job('helper', 'One.'), job('helper', 'Two.'), job('helper', 'Three.'), job('painter')], {
        result: { cost_usd: cost },
      }),
    );
    await world.says('wanda', COMMAND);
    const [own, ...others] = await reservations(world);
    const sum = others.reduce((all, one) => all + (one?.reserved ?? 0), 0);
    return { all: (own?.settled ?? 0) + sum, had: own?.reserved ?? 0 };
  }

  test.each([0, 0.000001, 1.99, 2, 100_000, null])(
    'of %j dollars: it and all that it starts have what was reserved for it, and no more',
    async (cost) => {
      const { all, had } = await moneyAfter(cost);
      expect(had).toBe(2_000_000);
      expect(all).toBeLessThanOrEqual(had);
    },
  );

  test('a cost that is no amount makes the result none, and nothing is started', async () => {
    world = await makeTeamWorld(leading([job('helper')], { result: { cost_usd: -5 } }));
    await world.says('wanda', COMMAND);
    expect(agents()).toEqual(['lead']);
  });

  test('without the look at what is left they have more', async () => {
    off.money = true;
    const { all, had } = await moneyAfter(1.99);
    expect(all).toBeGreaterThan(had);
  });
});

describe('a run that does not end well', () => {
  /**
   * GitHub does not take the end of the run, whose jobs are there by then. When it does, whoever asked for it has lost
   * their role, so it is told as failed; and then they have the role again.
   */
  async function withdrawn(): Promise<string[]> {
    world = await makeTeamWorld(leading([job('helper')]));
    world.github.faults.add({
      method: 'PATCH',
      path: /issues\/comments\/\d+$/,
      respond: { status: 502 },
      times: 60,
      skip: 1,
    });
    await world.says('wanda', COMMAND);
    world.github.faults.clear();
    world.github.setRole('acme/app', 'wanda', 'read');
    const alter = (body: unknown) => {
      if (JSON.stringify(body).includes('lead failed')) world.github.setRole('acme/app', 'wanda', 'write');
      return body;
    };
    world.github.faults.add({ method: 'PATCH', path: /issues\/comments\/\d+$/, respond: { alter } });
    await world.restart();
    await world.restart();
    return agents();
  }

  test('starts nothing, though its jobs were made before that was known', async () => {
    expect(await withdrawn()).toEqual(['lead']);
    expect((await jobsOf(world)).map(({ agent, state }) => [agent, state])).toEqual([
      ['lead', 'failed'],
      ['helper', 'refused'],
    ]);
  });

  test('without the look at how it ended they do', async () => {
    off.parent = true;
    expect(await withdrawn()).toContain('helper');
  });
});
