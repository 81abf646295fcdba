import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { nearest } from '../../core/config/nearest.ts';
import { loadScenarios, ownScenarios } from '../../lab/redteam/load-scenarios.ts';
import { isGood, reportLines, totalLine } from '../../lab/redteam/report.ts';
import { runSuite } from '../../lab/redteam/run-suite.ts';
import { Layer, type Scenario } from '../../lab/redteam/scenario.ts';
import { openWorld } from '../../lab/redteam/world.ts';
import { told } from '../told.ts';
import { aboutConfig } from '../redteam/about-config.ts';
import { networkSettings } from '../local/network-settings.ts';

const HELP = `dispatch redteam [ID...] [--layer LAYER,...] [--scenarios DIR]...

  ID               a scenario, or the beginning of its id: M01, R; default: all of them
  --layer A,B      only scenarios that attack one of these layers: ${Layer.options.join(', ')}
  --scenarios DIR  also the *.yaml files of this folder; docs/redteam.md shows how to write one
  --no-ablations   do not attack the layers with holes in them as well
  --jobs N         scenarios side by side, 1 to 16; default: 2
  --json FILE      also write the findings to FILE
  --list           name the scenarios and run none
  --keep           leave the folders of the runs in the temporary folder

The claude CLI, its cage, the broker, the supervisor and the gate are real; the model is a script that does
its worst. No key is needed and nothing is spent. Every scenario runs again with a hole in the layers: its
oracle must find something then, else the check could not fail.

Example:
  dispatch redteam M01 --layer cage
`;

const NOT_ATTACKED =
  'Nothing was attacked: no run starts with this configuration. Mend it; dispatch check tells the same.';

type Asked = {
  scenarios: Scenario[];
  list: boolean;
  ablations: boolean;
  keep: boolean;
  jobs: number;
  json: string | undefined;
};

/**
 * `dispatch redteam`: attacks the agent's layers with scripted hostile models. Returns 0 when every attack
 * was held and every ablation fired, 1 when not, 2 for bad usage or a bad scenario file.
 */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'number') return asked;
  const { scenarios } = asked;
  if (asked.list) {
    for (const { id, layers, title } of scenarios)
      process.stdout.write(`${id.padEnd(36)} ${layers.join(',').padEnd(28)} ${title}\n`);
    process.stdout.write(`${scenarios.length} scenarios\n`);
    return 0;
  }
  const config = await aboutConfig(process.cwd());
  if (!config.mayStart) return told([...config.lines, NOT_ATTACKED].join('\n'), 1);
  for (const line of config.lines) process.stderr.write(`${line}\n`);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  const began = Date.now();
  const world = await openWorld(networkSettings());
  try {
    const reports = await runSuite(scenarios, world, {
      ablations: asked.ablations,
      keep: asked.keep,
      jobs: asked.jobs,
      signal: stop.signal,
      onReport: (report) => process.stdout.write(`${reportLines(report).join('\n')}\n`),
    });
    const total = totalLine(reports, Date.now() - began, scenarios.length);
    if (asked.json !== undefined)
      await writeFile(asked.json, `${JSON.stringify({ total, reports }, null, 2)}\n`);
    process.stdout.write(`${total}\n`);
    return reports.length === scenarios.length && reports.every(isGood) ? 0 : 1;
  } finally {
    await world.close();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  }
}

function readArguments(args: string[]): Asked | number {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        layer: { type: 'string' },
        scenarios: { type: 'string', multiple: true },
        'no-ablations': { type: 'boolean' },
        jobs: { type: 'string' },
        json: { type: 'string' },
        list: { type: 'boolean' },
        keep: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const { scenarios, problems } = loadScenarios([ownScenarios, ...(values.scenarios ?? [])]);
    for (const { file, line, column, key, message, remedy } of problems)
      process.stderr.write(
        `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message} ${remedy}\n`,
      );
    if (problems.length > 0) return 2;
    return {
      scenarios: chosen(scenarios, positionals, values.layer),
      list: values.list ?? false,
      ablations: !values['no-ablations'],
      keep: values.keep ?? false,
      jobs: readJobs(values.jobs),
      json: values.json,
    };
  } catch (error) {
    process.stderr.write(`dispatch redteam: ${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
}

function readJobs(text = '2'): number {
  if (!/^([1-9]|1[0-6])$/.test(text)) throw new Error(`--jobs is a number from 1 to 16, not '${text}'`);
  return Number(text);
}

/** The scenarios that were asked for. A word that fits none is an error: a check that checks nothing is none. */
function chosen(all: readonly Scenario[], ids: readonly string[], layer: string | undefined): Scenario[] {
  for (const id of ids) {
    if (all.some((one) => one.id.startsWith(id))) continue;
    const near = nearest(
      id,
      all.map((one) => one.id),
    );
    const hint = near === undefined ? "'--list' names them" : `did you mean '${near}'?`;
    throw new Error(`there is no scenario '${id}': ${hint}`);
  }
  const layers = layer?.split(',').map((name) => readLayer(name.trim()));
  const found = all
    .filter(({ id }) => ids.length === 0 || ids.some((start) => id.startsWith(start)))
    .filter((one) => layers === undefined || one.layers.some((name) => layers.includes(name)));
  if (found.length === 0) throw new Error('no scenario is of that id and that layer');
  return found;
}

function readLayer(name: string): Layer {
  const read = Layer.safeParse(name);
  if (read.success) return read.data;
  throw new Error(`there is no layer '${name}': the layers are ${Layer.options.join(', ')}`);
}
