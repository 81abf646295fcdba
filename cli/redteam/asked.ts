import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { nearest } from '../../core/config/nearest.ts';
import { configPath } from '../../core/config/path.ts';
import { readyAgents } from '../../lab/gallery.ts';
import { loadScenarios, ownScenarios } from '../../lab/redteam/load-scenarios.ts';
import { Layer, type Scenario } from '../../lab/redteam/scenario.ts';

/** What the command line of `dispatch redteam` asks for. */
export type Asked = {
  scenarios: Scenario[];
  /** Files of configurations whose agents are attacked; null: the scenarios' own profiles are. */
  configs: string[] | null;
  /** Which of their agents; empty: all. */
  agents: string[];
  list: boolean;
  ablations: boolean;
  keep: boolean;
  jobs: number;
  json: string | undefined;
  sarif: string | undefined;
  page: string | undefined;
  help: boolean;
};

const MOST_JOBS = 16;

const OPTIONS = {
  layer: { type: 'string' },
  scenarios: { type: 'string', multiple: true },
  config: { type: 'string', multiple: true },
  gallery: { type: 'boolean', default: false },
  shipped: { type: 'boolean', default: false },
  ablate: { type: 'boolean', default: false },
  'no-ablations': { type: 'boolean', default: false },
  jobs: { type: 'string' },
  json: { type: 'string' },
  sarif: { type: 'string' },
  page: { type: 'string' },
  list: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the command line. Throws an error in words where it cannot be meant; bad scenario files are `problems`, in lines. */
export function readAsked(args: string[]): Asked | { problems: string[] } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const { list, keep, help, json, sarif, page } = values;
  const { scenarios, problems } = loadScenarios([ownScenarios, ...(values.scenarios ?? [])]);
  if (problems.length > 0) {
    return {
      problems: problems.map(
        ({ file, line, column, key, message, remedy }) =>
          `${file}:${line}:${column}: ${key === '' ? '' : `${key}: `}${message} ${remedy}`,
      ),
    };
  }
  // No name of an agent begins with a capital letter, and every id does.
  const [ids, agents] = [positionals.filter(isId), positionals.filter((word) => !isId(word))];
  const configs = configsOf(values, agents);
  if (configs === null && (sarif !== undefined || page !== undefined))
    throw new Error('--sarif and --page tell of a configuration: name one with --config');
  return {
    scenarios: chosen(scenarios, ids, values.layer),
    configs,
    agents,
    list,
    // An adopter asks whether agents hold; that the checks can fail is asked for by name.
    ablations: configs === null ? !values['no-ablations'] : values.ablate,
    keep,
    jobs: readJobs(values.jobs),
    json,
    sarif,
    page,
    help,
  };
}

function isId(word: string): boolean {
  return /^[A-Z]/.test(word);
}

type Named = { config?: string[] | undefined; gallery: boolean; shipped: boolean };

function configsOf({ config = [], gallery, shipped }: Named, agents: readonly string[]): string[] | null {
  const named = [...config, ...(gallery ? readyAgents().map((one) => one.config) : [])];
  if (shipped && (named.length > 0 || agents.length > 0))
    throw new Error('--shipped attacks the profiles of the scenarios: leave it out, or the agents');
  if (named.length > 0) return named;
  if (shipped || (agents.length === 0 && !existsSync(configPath))) return null;
  return [configPath];
}

/** Each run waits now and then, for a process to start or a file: one more than cores keeps all of them busy. */
function readJobs(text: string | undefined): number {
  if (text === undefined) return Math.min(MOST_JOBS, availableParallelism() + 1);
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
