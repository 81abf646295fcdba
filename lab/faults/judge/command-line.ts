import { parseArgs } from 'node:util';
import { installedClaude } from '../../installed-claude.ts';
import { wholeNumber } from '../../whole-number.ts';
import { judgeCampaign, type JudgeCampaign } from './campaign.ts';
import { judgeHoles, type JudgeHole } from './order.ts';
import type { JudgeOracle } from './oracles.ts';

export const JUDGE_HELP = `npm run faults -- judge [--seed N] [--calls N] [--faults N] [--jobs N] [--ablate]

  --seed N    the same seed gives the same calls and the same faults; default: 1
  --calls N   how many; default: 10000
  --faults N  at how many of the calls the judge is killed, hangs or answers junk; default: 100
  --jobs N    runs side by side; default: 2
  --ablate    layers with holes in them: exit 0 only if every oracle finds something
`;

/** Which oracle a hole must make fire. */
const FIRES: Record<JudgeHole, JudgeOracle> = {
  'no-questions': 'unlogged',
  'lossy-record': 'unlogged',
  'open-judge': 'against-policy',
};

type Say = (line: string) => void;

/** Random calls against the real layers with a judge that fails. Returns the exit code. */
export async function judgeCommandLine(args: string[], say: Say): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      calls: { type: 'string', default: '10000' },
      faults: { type: 'string', default: '100' },
      jobs: { type: 'string', default: '2' },
      ablate: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'seed' | 'calls' | 'faults' | 'jobs') =>
    wholeNumber(`--${name}`, values[name], 1, 9_999_999);
  const options = { seed: number('seed'), calls: number('calls'), faults: number('faults') };
  const claude = await installedClaude();
  const signal = new AbortController().signal;
  if (values.ablate) return ablate(options.seed, (wanted) => judgeCampaign(wanted, claude, signal), say);
  const began = performance.now();
  let told = 0;
  const found = await judgeCampaign(
    {
      ...options,
      jobs: number('jobs'),
      holes: [],
      onRun({ made }) {
        if (made - told < 1000) return;
        told = made;
        say(`${made} calls, ${((performance.now() - began) / 1000).toFixed(0)} s`);
      },
    },
    claude,
    signal,
  );
  return report(found, options.seed, say);
}

function report(found: JudgeCampaign, seed: number, say: Say): number {
  for (const { oracle, what, serial } of found.findings) say(`run ${serial}: ${oracle}: ${what}`);
  for (const problem of found.problems) say(problem);
  for (const [name, times] of found.struck) say(`${name.padEnd(24)} ${times} times`);
  const of = (oracle: JudgeOracle) => found.findings.filter((one) => one.oracle === oracle).length;
  const struck = [...found.struck.values()].reduce((sum, times) => sum + times, 0);
  say(
    `${found.made} calls, seed ${seed}, judge struck ${struck} times: ${found.executed} executed, ` +
      `${of('unlogged')} executed but unlogged, ${of('without-verdict')} executed without a verdict, ` +
      `${of('against-policy')} against the policy, ${of('chain')} chains wrong, ${of('survivor')} survivors`,
  );
  return found.findings.length + found.problems.length === 0 ? 0 : 1;
}

type Run = (options: Parameters<typeof judgeCampaign>[0]) => Promise<JudgeCampaign>;

async function ablate(seed: number, run: Run, say: Say): Promise<number> {
  let fired = 0;
  for (const hole of judgeHoles) {
    const found = await run({ seed, calls: 64, faults: 8, jobs: 2, holes: [hole] });
    const hits = found.findings.filter(({ oracle }) => oracle === FIRES[hole]).length;
    say(`${hits > 0 ? 'fired' : 'SILENT'}  ${hole}: ${hits} times ${FIRES[hole]}`);
    fired += hits > 0 ? 1 : 0;
  }
  say(`${fired} of ${judgeHoles.length} ablations fired, seed ${seed}`);
  return fired === judgeHoles.length ? 0 : 1;
}
