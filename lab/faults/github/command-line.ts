import { parseArgs } from 'node:util';
import { wholeNumber } from '../../whole-number.ts';
import { enginesOf, type EngineName } from '../app/engine.ts';
import type { AppOracle } from '../app/oracles.ts';
import type { FaultWorld } from '../app/world.ts';
import { callCampaign, type CallCampaign } from './campaign.ts';
import { callFaultNames, type CallFault } from './kinds.ts';

export const GITHUB_HELP = `npm run faults -- github [--engine sqlite] [--fault NAME] [--every N] [--pacing none] [--ablate]

  --engine NAME  the store's engine, or both; default: both
  --fault NAME   one kind alone: ${callFaultNames.join(', ')}
  --every N      strike every N-th call only; default: 1
  --pacing none  do not wait between calls as GitHub wants it
  --ablate       GitHub's lists are empty, so nothing lost is found: exit 0 only if the checks find something
`;

type Say = (line: string) => void;

/** Each call of the app to GitHub fails in each way. Returns the exit code. */
export async function githubCommandLine(args: string[], say: Say): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string', default: 'both' },
      fault: { type: 'string' },
      every: { type: 'string', default: '1' },
      pacing: { type: 'string', default: 'github' },
      ablate: { type: 'boolean', default: false },
    },
  });
  const kinds = kindsOf(values.fault);
  const every = wholeNumber('--every', values.every, 1, 1000);
  const pacing = values.pacing === 'none' ? 'none' : 'github';
  let code = 0;
  for (const engine of enginesOf(values.engine)) {
    const one = values.ablate ? ablate(engine, say) : onEngine({ engine, kinds, every, pacing }, say);
    code = Math.max(code, await one);
  }
  return code;
}

function kindsOf(name: string | undefined): readonly CallFault[] {
  const found = callFaultNames.filter((kind) => name === undefined || kind === name);
  if (found.length > 0) return found;
  throw new Error(`There is no fault '${name}'. They are: ${callFaultNames.join(', ')}.`);
}

type Order = { engine: EngineName; kinds: readonly CallFault[]; every: number; pacing: 'github' | 'none' };

async function onEngine(order: Order, say: Say): Promise<number> {
  const found = await callCampaign({
    ...order,
    onKind: (kind, findings) => say(`${kind.padEnd(18)} ${findings.length} findings`),
  });
  for (const line of found.told) say(`no result: ${line}`);
  for (const { oracle, what } of found.findings) say(`${oracle}: ${what}`);
  for (const problem of found.problems) say(problem);
  say(
    `${found.calls} calls x ${order.kinds.length} faults, ${found.commands} commands, ${order.engine}: ` +
      `${counted(found)}; ${found.told.length} ended without a result and said so`,
  );
  return found.findings.length + found.problems.length === 0 ? 0 : 1;
}

function counted({ findings }: CallCampaign): string {
  const of = (oracle: AppOracle) => findings.filter((one) => one.oracle === oracle).length;
  return (
    `${of('lost')} lost, ${of('duplicate-run')} duplicate runs, ${of('duplicate-comment')} duplicate comments, ` +
    `${of('not-terminal')} not terminal, ${of('wrong-end')} wrong ends`
  );
}

/** Nothing that was lost is found again: a reply that was lost must show. */
async function ablate(engine: EngineName, say: Say): Promise<number> {
  const worsen = ({ github: { faults } }: FaultWorld) => {
    const none = { total_count: 0, workflow_runs: [] };
    faults.add({ method: 'GET', path: /issues\/\d+\/comments$/, respond: { alter: () => [] } });
    faults.add({ method: 'GET', path: /workflows\/[^/]+\/runs$/, respond: { alter: () => none } });
  };
  const found = await callCampaign({ engine, kinds: ['reply-lost'], every: 1, pacing: 'none', worsen });
  const fired = found.findings.length > 0;
  say(`${fired ? 'fired' : 'SILENT'}  search: ${counted(found)}`);
  say(`${fired ? 1 : 0} of 1 ablations fired, ${engine}`);
  return fired ? 0 : 1;
}
