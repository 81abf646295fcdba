import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { layers, type CagedJob } from '../../../action/caged-job.ts';
import { endedUnstarted, type Hire, type WorkerEnd } from '../../../action/fleet/colleague.ts';
import { openCrew } from '../../../action/fleet/crew.ts';
import type { Profiles } from '../../../action/fleet/read-team.ts';
import { runGroup } from '../../../action/group/run-group.ts';
import { readConfig } from '../../../core/config/read.ts';
import { composeContext, type GivenContext } from '../../../core/context/compose.ts';
import { compile, plainFacts } from '../../../core/profile/compile.ts';
import { teamOf } from '../../../core/profile/team.ts';
import { isRefusal, refuse } from '../../../core/refusal.ts';
import { localFooting } from '../../../lab/footing.ts';

/* The lead that our own code plays, with played members: who is started when, with what, and what comes of it. */

const agents = `version: 1
agents:
  a: { description: d, system_prompt: I am a., budget_usd: 0.1, context: [thread] }
  b: { description: d, system_prompt: I am b., budget_usd: 0.2 }
  c: { description: d, system_prompt: I am c., budget_usd: 0.3 }
groups:
  team: `;
const facts = { ...plainFacts, trigger: 'workflow' } as const;
const noBroker = { spentMicroUsd: () => 42, close: async () => {}, lost: new Promise<never>(() => {}) };

type Play = (hire: Hire, cancelled: Promise<'cancelled'>) => Promise<Partial<WorkerEnd>> | Partial<WorkerEnd>;

async function play(
  group: string,
  turn: Play,
  change: { job?: Partial<CagedJob>; team?: (team: Profiles) => Profiles } = {},
) {
  const read = readConfig(`${agents}{ description: d, ${group} }`, 'x');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const compiled = compile(read.config, 'team', facts);
  if (compiled.kind !== 'plan' || compiled.plan.group === undefined) throw new Error('no group');
  const plan = { ...compiled.plan, ...change.job?.plan };
  const own: Profiles = new Map(
    [...teamOf(read.config, plan, facts)].map(([name, one]) => [
      name,
      isRefusal(one) ? one : { plan: one, systemPrompt: `I am ${name}.` },
    ]),
  );
  const team = change.team?.(own) ?? own;
  const temp = mkdtempSync(join(tmpdir(), 'dispatch-group-'));
  onTestFinished(() => rmSync(temp, { recursive: true, force: true }));
  const cancelled = change.job?.cancelled ?? new AbortController().signal;
  const hires: Hire[] = [];
  const { maxDepth = 0, maxWorkers = 0, maxTotalWorkers = 0 } = plan.fleet ?? {};
  const crew = openCrew({
    lead: plan,
    limits: {
      maxDepth,
      maxWorkers,
      maxTotalWorkers,
      maxParallel: 9,
      budgetMicroUsd: Math.round(plan.budgetUsd * 1e6),
    },
    team,
    async launch(hire) {
      hires.push(hire);
      const stopped = new Promise<'cancelled'>((resolve) => {
        hire.cancelled.addEventListener('abort', () => resolve('cancelled'));
      });
      const ended = { ...endedUnstarted('finished'), taint: hire.taint, ...(await turn(hire, stopped)) };
      crew.spent(hire.actor, ended.costMicroUsd);
      return ended;
    },
    onHire: () => {},
    onEnd: () => {},
    cancelled,
    now: () => 0,
    randomId: () => 'f'.repeat(32),
  });
  let brokers = 0;
  const job = {
    ...(await localFooting()),
    plan,
    temp,
    cancelled,
    upstream: new URL('http://127.0.0.1:1'),
    ...change.job,
  };
  const createdAt = '2026-11-20T10:00:00Z';
  const author = { login: 'mallory', standing: 'stranger', writes: false } as const;
  const opening = { author, body: 'The body.', createdAt, updatedAt: createdAt };
  const given: GivenContext = {
    thread: { found: { number: 7, isPull: false, title: 'The title', opening, comments: [], total: 0 } },
    diff: null,
    failures: null,
    earlier: null,
    isFork: false,
    acceptedAt: null,
  };
  const run = await runGroup(
    {
      group: compiled.plan.group,
      fleet: { crew, job: { ...job, plan } as CagedJob },
      team,
      briefing: {
        task: 'Look.',
        lastCommit: null,
        taint: ['code from a fork'],
        contextFor: (limits) =>
          limits.thread === null ? null : composeContext(given, limits, 'untrusted-1'),
      },
    },
    {
      ...layers,
      startBroker: (() => {
        brokers += 1;
        return Promise.resolve(noBroker);
      }) as never,
    },
  );
  return { run, hires, brokers, left: existsSync(temp) ? readdirSync(temp) : [], crew };
}

const ok = (run: Awaited<ReturnType<typeof play>>['run']) => {
  if (isRefusal(run)) throw new Error(run.because);
  return run;
};
const over = refuse('budget-exhausted', 'Spent.', 'Less.');

describe('side by side', () => {
  test('all are at work at once, each with its own profile and what that gives it; then the aggregate, tainted', async () => {
    let atWork = 0;
    // Neither would end before the other has begun.
    const both = Promise.withResolvers<void>();
    const { run, hires, left } = await play(
      'members: [a, b], aggregate: c, shared_context: Rule seven.',
      async ({ actor }) => {
        atWork += 1;
        if (atWork === 2) both.resolve();
        await both.promise;
        return { text: `From ${actor}.`, costMicroUsd: 10 };
      },
    );
    expect(ok(run).verdict).toEqual({ outcome: 'success', cause: null, text: 'From main/3.' });
    expect(hires.map(({ actor, plan }) => [actor, plan.agent, plan.budgetUsd])).toEqual([
      ['main/1', 'a', 0.1],
      ['main/2', 'b', 0.2],
      ['main/3', 'c', 0.3],
    ]);
    const [a, b, c] = hires;
    expect(a?.brief?.given).toContain('The title');
    expect(a?.taint).toContain('code from a fork');
    expect(b?.brief?.given).toBe(null);
    expect(b?.taint).toEqual(['code from a fork']);
    expect(c?.brief?.given).toMatch(/The agent a, which has finished[^]*From main\/1\.[^]*From main\/2\./);
    expect(c?.taint).toEqual(
      expect.arrayContaining(['words of the agent a', 'words of the agent b', ...(a?.taint ?? [])]),
    );
    for (const hire of hires) expect(hire.brief?.systemPrompt).toMatch(/^I am [abc]\.[^]*Rule seven\.$/);
    // What is told of the whole is what strangers wrote, and no words of its own.
    expect(ok(run).taint.some((words) => words.startsWith('words of'))).toBe(false);
    expect(left).toEqual([]);
  });

  test('a failure is something that the aggregate reads, and with halt_on_failure the end of all', async () => {
    const turn: Play = async ({ plan }, cancelled) => {
      if (plan.agent === 'a') return { end: 'over_budget', cause: over, text: 'Half.' };
      return plan.agent === 'b' ? { end: await cancelled } : { text: 'All.' };
    };
    const read = await play('members: [a, b], aggregate: c', (hire, cancelled) =>
      hire.plan.agent === 'b' ? { text: 'b' } : turn(hire, cancelled),
    );
    expect(ok(read.run).verdict.outcome).toBe('success');
    expect(read.hires[2]?.brief?.given).toMatch(/The agent a, which ran out of its budget[^]*Half\./);
    const halted = await play('members: [a, b], aggregate: c, halt_on_failure: true', turn);
    expect(ok(halted.run).verdict).toMatchObject({ outcome: 'failed', cause: { because: 'a: Spent.' } });
    expect(ok(halted.run).verdict.text).toContain('> Half.');
    expect(halted.hires).toHaveLength(2);
  });

  test('nobody starts where one of them could not, nor does the broker', async () => {
    const refused = await play('members: [a, b]', () => ({}), {
      team: (team) => new Map(team).set('b', over),
    });
    expect([refused.run, refused.hires, refused.brokers]).toEqual([over, [], 0]);
    const narrowed = await play('members: [a, b]', () => ({}), {
      job: { plan: { tools: ['Read'] } as never },
    });
    expect(narrowed.run).toMatchObject({ code: 'beyond-lead' });
    expect([narrowed.hires, narrowed.brokers]).toEqual([[], 0]);
  });
});

describe('a dialogue', () => {
  const talk = 'mode: dialogue, members: [a, b], rounds: 3';

  test('what an agent has lasts for all its turns', async () => {
    const { run, hires } = await play(talk, ({ plan }) => ({
      text: 'More.',
      costMicroUsd: plan.agent === 'a' ? 60_000 : 1,
    }));
    // Its last answer cost the first more than it had left: that is taken from what the group has, so it holds.
    expect(hires.map(({ plan }) => plan.budgetUsd)).toEqual([0.1, 0.2, 0.04, 0.179999]);
    expect(ok(run).verdict).toMatchObject({ outcome: 'failed', cause: { code: 'budget-exhausted' } });
    expect(ok(run).verdict.text.match(/> More\./g)).toHaveLength(4);
  });

  test('each turn is given all before it, in its order', async () => {
    const { run, hires } = await play(talk, ({ actor }) => ({
      text: `Turn ${actor}.\n\n${actor > 'main/2' ? '[RESOLVED]' : ''}`,
    }));
    expect(ok(run).verdict.text).toMatch(/^Both said/);
    expect(hires).toHaveLength(4);
    expect(hires[3]?.brief?.given).toMatch(
      /1\. The agent a[^]*main\/1[^]*2\. The agent b[^]*main\/2[^]*3\. The agent a[^]*main\/3/,
    );
    expect(hires[3]?.brief?.systemPrompt).toContain('turn 2 of at most 3');
  });

  test('a cancelled run ends whoever speaks, and keeps what was said', async () => {
    const run = new AbortController();
    const played = await play(
      talk,
      async ({ actor }, cancelled) => {
        if (actor === 'main/1') return { text: 'First.' };
        run.abort();
        return { end: await cancelled, text: 'Sec' };
      },
      { job: { cancelled: run.signal } },
    );
    expect(ok(played.run).verdict).toMatchObject({ outcome: 'cancelled' });
    expect(ok(played.run).verdict.text).toMatch(/> First\.[^]*> Sec/);
    expect(played.hires).toHaveLength(2);
  });

  test('and so does the end of its time', async () => {
    const played = await play(talk, async (_hire, cancelled) => ({ end: await cancelled, text: 'Slow' }), {
      job: { plan: { timeoutMinutes: 0.001 } as never },
    });
    expect(ok(played.run).verdict).toMatchObject({ outcome: 'timed_out', cause: { code: 'timed-out' } });
    expect(played.hires).toHaveLength(1);
  });
});
