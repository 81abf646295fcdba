import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { goodResult, makeWorld, succeeds, zipOf, type Play, type World } from '../world.ts';
import { allOn, COMMAND, openStates, send, underWay, startedBy, without, writes } from './layers.ts';

/* What changes between a command and its end: T03, T15, W03 and W04 of docs/attack-rows.md. */

const off = vi.hoisted(() => ({
  role: false,
  parse: false,
  listen: false,
  signature: false,
  tenant: 0,
  terminal: false,
}));

vi.mock(import('../../../edge/github/read.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    readRole: (...all) => (off.role ? Promise.resolve('write') : real.readRole(...all)),
    async readRepository(...all) {
      const facts = await real.readRepository(...all);
      return off.tenant > 0 ? { ...facts, id: off.tenant } : facts;
    },
  };
});
vi.mock(import('../../../edge/store/job.ts'), async (original) =>
  (await import('./endless.ts')).endlessJobs(await original(), () => off.terminal),
);
vi.mock(import('../../../app/deliveries.ts'), async (original) =>
  (await import('./endless.ts')).newDeliveries(await original(), () => off.terminal),
);

let world: World;
let play: Play;
beforeAll(async () => {
  world = await makeWorld({ play: (...all) => play(...all) });
}, 60_000);
afterAll(() => world.end());
beforeEach(() => {
  play = succeeds();
  Object.assign(off, allOn());
});
afterEach(async () => {
  world.github.faults.clear();
  world.github.setRole('acme/app', 'wanda', 'write');
  await world.restart();
});

const says = () => world.says('wanda', COMMAND);
const last = () => world.answers().at(-1);
const events = (event: string, action: string) =>
  world.github.deliveries.filter((one) => one.event === event && one.action === action);
const payload = (event: string, action: string) =>
  structuredClone(events(event, action).at(-1)?.request.payload) as Record<string, object>;
const openJobs = () => openStates(world);

describe('T03: the role is taken away when the status comment is written', () => {
  const revoke = () => world.atComment(() => world.github.setRole('acme/app', 'wanda', 'read'));

  test('and no run is asked for', async () => {
    revoke();
    expect(await startedBy(world, says)).toBe(0);
    expect(last()?.body).toMatch(/not started/);
  });

  test('nor when the installation is suspended then', async () => {
    world.github.faults.add({
      method: 'GET',
      path: /permission$/,
      times: 1,
      respond: { alter: (body) => body },
    });
    world.github.faults.add({ method: 'GET', path: /permission$/, respond: { status: 403 } });
    expect(await startedBy(world, says)).toBe(0);
  });

  test('and one would be without the second look', async () => {
    revoke();
    await without(off, { role: true }, async () => expect(await startedBy(world, says)).toBe(1));
  });
});

describe('T03: the role is taken away while the run is under way', () => {
  const running = () => underWay(world, (one) => void (play = one));
  const told = (number: number) => world.answers(number)[0]?.body ?? '';
  const revoke = () => world.github.setRole('acme/app', 'wanda', 'read');

  test('what the agent wrote is not shown, and what it cost still counts', async () => {
    const { number, end } = await running();
    revoke();
    await end();
    expect(told(number)).toMatch(/failed/);
    expect(told(number)).toContain('wanda lost the right to start it');
    expect(told(number)).not.toContain('All errors are handled.');
    expect(told(number)).toMatch(/Budget: \S+ of the \S+ reserved/);
    expect(await openJobs()).toEqual([]);
  });

  test('while the installation is suspended nothing is written; afterwards the end is told', async () => {
    const { number, end } = await running();
    world.github.faults.add({ method: '*', path: /permission$/, respond: { status: 403 } });
    const from = world.github.requests.length;
    await end();
    expect(writes(world, from).filter(({ path }) => path.includes('comments'))).toEqual([]);
    expect(await openJobs()).toHaveLength(1);
    world.github.faults.clear();
    await world.restart();
    expect(told(number)).toContain('All errors are handled.');
    expect(await openJobs()).toEqual([]);
  });

  test('and it would be shown without the second look', async () => {
    const { number, end } = await running();
    revoke();
    await without(off, { role: true }, end);
    expect(told(number)).toContain('All errors are handled.');
  });
});

describe('T15: somebody else has the name of the repository now', () => {
  const takenOver = () =>
    world.github.faults.add({
      method: 'GET',
      path: /^\/repos\/[^/]+\/[^/]+$/,
      respond: { alter: (body) => ({ ...(body as object), id: 99_999 }) },
    });

  test('nothing is written there for a command, nor for the end of a run that was under way', async () => {
    const { end } = await underWay(world, (running) => void (play = running));
    world.github.setWebhook(null);
    await end();
    takenOver();
    const from = world.github.requests.length;
    await world.restart();
    await world.says('wanda', COMMAND);
    expect(writes(world, from).filter(({ path }) => !path.endsWith('/reactions'))).toEqual([]);
    expect(await openJobs()).toEqual([]);
  });

  test('a run of the same number there is not ours', async () => {
    await says();
    const end = payload('workflow_run', 'completed');
    const from = world.github.requests.length;
    await send(
      world,
      { ...end, repository: { ...end['repository'], id: 99_999 } },
      { event: 'workflow_run' },
    );
    expect(writes(world, from)).toEqual([]);
  });

  test('and a run would be asked for there if its number were not looked at', async () => {
    takenOver();
    await without(off, { tenant: world.repository.id }, async () =>
      expect(await startedBy(world, says)).toBe(1),
    );
  });
});

describe('W03: a result that names another job', () => {
  const naming = async (job_id: string | null): Promise<string> => {
    play = async (claims) => {
      const result = { ...goodResult(claims), job_id: job_id ?? claims.job_id };
      return {
        artifacts: [{ name: 'agent-dispatch', zip: await zipOf({ 'result.json': JSON.stringify(result) }) }],
      };
    };
    await says();
    return last()?.body ?? '';
  };

  test.each(['../../x', '..%2f..%2fx', `${'a'.repeat(31)}\u0000`, 'ab'.repeat(16), 'a'.repeat(5_000)])(
    'is not shown: %.40j',
    async (id) => {
      expect(await naming(id)).toMatch(/failed/);
      expect(last()?.body).not.toContain('All errors are handled.');
    },
  );

  test('one that names its own is', async () => {
    expect(await naming(null)).toContain('All errors are handled.');
  });
});

describe('W04: a second end of a run, or one of an older attempt', () => {
  const second = async (run: object) => {
    const end = payload('workflow_run', 'completed');
    await send(
      world,
      { ...end, workflow_run: { ...end['workflow_run'], ...run } },
      { event: 'workflow_run' },
    );
    return last()?.revisions.length;
  };

  test('changes neither the job nor its comment', async () => {
    await says();
    const told = last()?.revisions.length;
    expect(await second({ conclusion: 'failure' })).toBe(told);
    expect(await second({ conclusion: 'cancelled', updated_at: '2030-01-01T00:00:00Z' })).toBe(told);
    expect(await second({ conclusion: 'failure', run_attempt: 2 })).toBe(told);
    expect(last()?.body).toContain('All errors are handled.');
  });

  test('would change its comment if what was heard and what has ended were forgotten', async () => {
    await says();
    const told = last()?.revisions.length ?? 0;
    await without(off, { terminal: true }, async () =>
      expect(await second({ conclusion: 'failure' })).toBeGreaterThan(told),
    );
  });
});
