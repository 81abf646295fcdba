import { configPath } from '../../core/config/path.ts';
import type { Target } from '../../lab/redteam/agents/target.ts';
import { Layer, type Scenario } from '../../lab/redteam/scenario.ts';
import { openWorld } from '../../lab/redteam/world.ts';
import { networkSettings } from '../local/network-settings.ts';
import { readAsked, type Asked } from '../redteam/asked.ts';
import { attackConfigured } from '../redteam/attack-configured.ts';
import { attackProgress } from '../redteam/attack-progress.ts';
import { attackShipped } from '../redteam/attack-shipped.ts';
import { readTargets } from '../redteam/read-targets.ts';

const HELP = `dispatch redteam [AGENT...] [ID...] [--config FILE]... [--ablate]
dispatch redteam --shipped [ID...]

Attacks the agents of ${configPath}, each with every attack that is one for it; without that file, or
with --shipped, the layers with the profiles that the attacks bring.

  AGENT            an agent of the configuration; default: all of them
  ID               a scenario, or the beginning of its id: M01, R; default: all of them
  --config FILE    another configuration than ${configPath}; more than once for several
  --gallery        the ready agents of examples/
  --layer A,B      only scenarios that attack one of these layers: ${Layer.options.join(', ')}
  --scenarios DIR  also the *.yaml files of this folder; docs/redteam.md shows how to write one
  --ablate         also make each attack with holes in the layers: its check must see something then
  --shipped        the profiles of the scenarios; there the holes are made unless --no-ablations is given
  --jobs N         runs side by side, 1 to 16; default: one more than there are cores
  --json FILE      also write the findings to FILE
  --sarif FILE     also write them as SARIF 2.1.0, for code scanning
  --page FILE      also write them as a page of HTML
  --list           name the scenarios and run none
  --keep           leave the folders of the runs in the temporary folder

The claude CLI, its cage, the broker, the supervisor and the gate are real; the model is a script that does
its worst. No key is needed and nothing is spent.

Exit codes: 0 all held; 1 something got through, or an attack could not be made, or a check could not fail, or
the configuration is one that no run would start with; 2 the command line or a scenario file is wrong.

Example:
  dispatch redteam reviewer M01 --ablate
`;

/** `dispatch redteam`: attacks agents, or the layers around them, with scripted hostile models. Returns the exit code. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'number') return asked;
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (asked.list) return list(asked.scenarios);
  const read = asked.configs === null ? null : readTargets(asked.configs, asked.agents);
  for (const line of read?.lines ?? []) process.stderr.write(`${line}\n`);
  if (read !== null && 'code' in read) return read.code;
  return attack(read?.targets ?? null, asked);
}

function readArguments(args: string[]): Asked | number {
  try {
    const asked = readAsked(args);
    if (!('problems' in asked)) return asked;
    process.stderr.write(`${asked.problems.join('\n')}\n`);
  } catch (error) {
    process.stderr.write(`dispatch redteam: ${(error as Error).message}\n\n${HELP}`);
  }
  return 2;
}

function list(scenarios: readonly Scenario[]): number {
  for (const { id, layers, title } of scenarios)
    process.stdout.write(`${id.padEnd(36)} ${layers.join(',').padEnd(28)} ${title}\n`);
  process.stdout.write(`${scenarios.length} scenarios\n`);
  return 0;
}

async function attack(targets: Target[] | null, asked: Asked): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  const world = await openWorld(networkSettings());
  const progress = attackProgress(process.stderr, process.env);
  const way = { signal: stop.signal, progress };
  try {
    return targets === null
      ? await attackShipped(asked, world, way)
      : await attackConfigured(targets, asked, world, way);
  } finally {
    progress.end();
    await world.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  }
}
