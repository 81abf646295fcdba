import { beforeAll, expect, test } from 'vitest';
import { ablate } from '../../../lab/fuzz/ablate.ts';
import { callAt, type HostileCall } from '../../../lab/fuzz/call.ts';
import { campaign } from '../../../lab/fuzz/campaign.ts';
import type { Machine } from '../../../lab/fuzz/play.ts';
import { realClaude } from '../../real-claude.ts';

const SEED = 20_261_121;
const PATIENCE_MS = 90_000;
let machine: Machine;

beforeAll(async () => {
  const claude = await realClaude();
  machine = { claude, signal: new AbortController().signal };
}, PATIENCE_MS);

test(
  'hostile calls of a seed get nothing out of the real layers, and not because all were refused',
  async () => {
    const calls = ['tester', 'editor', 'reviewer'].flatMap((shape, at) =>
      Array.from({ length: 16 }, (_, index) => callAt(SEED, at * 16 + index, shape as HostileCall['shape'])),
    );
    const found = await campaign(
      { seed: SEED, calls, jobs: 3, perTurn: 25, perRun: 25, holes: [], guarded: true },
      machine,
    );
    expect(found.problems).toEqual([]);
    expect(found.findings).toEqual([]);
    expect(found.outcomes.size).toBe(calls.length);
    const reached = [...found.outcomes.values()].filter((one) => one === 'allowed' || one === 'erred');
    expect(reached.length).toBeGreaterThan(5);
  },
  PATIENCE_MS,
);

test(
  'every oracle fires on a layer with a hole in it',
  async () => {
    const { hits: open, kinds } = await holed(
      ['no-inner-sandbox', 'host-filesystem-bound', 'shared-network'],
      ['read', 'write', 'send'],
      30,
    );
    expect(open).toBeGreaterThan(0);
    expect(kinds).toEqual(expect.arrayContaining(['canary', 'write', 'connection']));
    const { kinds: left } = await holed(['no-inner-sandbox', 'no-pid-namespace'], ['daemon'], 6);
    expect(left).toContain('process');
  },
  PATIENCE_MS,
);

async function holed(holes: string[], families: string[], count: number) {
  const calls = (call: HostileCall) => families.includes(call.family);
  const expected = 'canary' as const;
  const done = await ablate(
    { name: holes.join(), shape: 'tester', holes, calls, expected },
    { seed: SEED, count },
    machine,
  );
  const { findings } = done.campaign;
  return { hits: findings.length, kinds: [...new Set(findings.map(({ kind }) => kind))] };
}
