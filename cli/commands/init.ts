import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { configPath } from '../../core/config/path.ts';
import { firewallPath } from '../../core/egress/firewall-file.ts';
import { commandProblem } from '../../core/init/first-config.ts';
import { testCommand } from '../../core/init/stacks.ts';
import { colourFor, type Colour } from '../colour.ts';
import { ask } from '../init/ask.ts';
import { differenceOf, placeFile, standingOf, type Standing } from '../init/place-file.ts';
import { needsOf } from '../init/needs.ts';
import {
  configFile,
  firewallWanted,
  stacksIn,
  textAt,
  workflowFile,
  WORKFLOWS,
  type WantedFile,
  type Way,
} from '../init/wanted-files.ts';
import { orWhy } from '../or-why.ts';
import { repositoryTop } from '../repository-top.ts';
import { told } from '../told.ts';

const HELP = `dispatch init [--step] [--test COMMAND] [--yes] [--dry-run] [--force] [--json]

Makes this repository ready for agents: writes ${configPath} with a reviewer, a tester and an editor, the
workflow that runs them, and the policy for GitHub's own egress firewall. Then it says what is still to do on GitHub.
A file that is there and says something else is never written over: it is shown what would change.

  --step          agents review every pull request, as a step of a workflow, without the app
                  (default: /dispatch comments start them, through the app)
  --test COMMAND  how the tests are run (default: what is found, such as npm test)
  --yes           ask nothing; without a terminal nothing is asked anyway
  --dry-run       print the files and write none
  --force         write over files that say something else, too
  --json          one object: { stacks, test, files, next }

Example:
  dispatch init --step --dry-run

Exit codes: 0 all files are as they should be; 1 one says something else, or cannot be written; 2 the command line was
not understood.
`;

type Asked = {
  way: Way | null;
  test: string | undefined;
  yes: boolean;
  dryRun: boolean;
  force: boolean;
  json: boolean;
  help: boolean;
};

/** `dispatch init`: the first configuration of a repository. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(`${asked} 'dispatch init --help' explains it.`, 2);
  if (asked.help) return told(HELP.trimEnd(), 0);
  const top = await repositoryTop(process.cwd());
  if (top === null)
    return told('This folder is in no git repository. Go to a checkout of yours, or begin one: git init.', 1);
  const stacks = stacksIn(top);
  const found = { way: asked.way ?? wayIn(top), test: asked.test ?? testCommand(stacks) };
  const asks = process.stdin.isTTY && process.stdout.isTTY && !asked.yes && !asked.dryRun && !asked.json;
  const chosen = asks ? await ask(found) : found;
  if (chosen === null) return told('Nothing was written.', 1);
  const files = wantedIn(top, chosen, asked.force).map((file) => ({
    ...file,
    standing: standingOf(top, file),
  }));
  const say = asked.json ? () => {} : (text: string) => void process.stdout.write(text);
  const made = stacks.map(({ name }) => name).join(', ') || 'nothing that is known here';
  say(`Found: ${made}. The tests are run with: ${chosen.test ?? 'nothing was found; --test names it'}.\n`);
  const placed = await place(top, files, asked, say);
  if (!files.some(({ path }) => path === firewallPath))
    say(`${firewallPath}: not made, because ${configPath} cannot be read: dispatch check says why.\n`);
  const next = needsOf(chosen.way);
  if (asked.json)
    process.stdout.write(`${JSON.stringify({ stacks, test: chosen.test, files: placed, next }, null, 2)}\n`);
  if (placed.some(({ became }) => became === 'left-alone' || became === 'no-file')) return 1;
  if (!asked.dryRun)
    say(`\nWhat is left to do:\n${next.map((line, at) => `  ${at + 1}. ${line}\n`).join('')}`);
  if (!asked.dryRun)
    say('\nTry it here: dispatch check, then dispatch run reviewer "look at the last commit" --scripted\n');
  return 0;
}

/** The way of the workflow that is there already, so that a second call asks for the same files. */
function wayIn(top: string): Way {
  const isThere = (way: Way) => existsSync(join(top, WORKFLOWS[way].path));
  return isThere('step') && !isThere('comments') ? 'step' : 'comments';
}

/** All files, the firewall's for the configuration that there will be. */
function wantedIn(top: string, chosen: { way: Way; test: string | null }, force: boolean): WantedFile[] {
  const config = configFile(chosen.test);
  const stays = force ? null : textAt(join(top, configPath));
  const firewall = firewallWanted(stays ?? config.text);
  return [config, workflowFile(chosen.way), ...(firewall === null ? [] : [firewall])];
}

type Became = 'written' | 'written-over' | 'as-wanted' | 'would-be-written' | 'left-alone' | 'no-file';
type Placed = { path: string; became: Became };

async function place(
  top: string,
  files: readonly (WantedFile & { standing: Standing })[],
  { dryRun, force }: Asked,
  say: (text: string) => void,
): Promise<Placed[]> {
  const colour = colourFor(process.stdout, process.env);
  const placed: Placed[] = [];
  for (const file of files) {
    const became = becomes(file.standing, dryRun, force);
    if (became === 'written' || became === 'written-over') await placeFile(top, file, force);
    placed.push({ path: file.path, became });
    say(`${file.path}: ${WORDS[became]}\n`);
    if (became === 'would-be-written') say(`${indented(file.text)}\n`);
    if (file.standing === 'different') say(`${coloured(await differenceOf(top, file), colour)}\n`);
  }
  return placed;
}

function becomes(standing: Standing, dryRun: boolean, force: boolean): Became {
  if (standing === 'as-wanted' || standing === 'no-file') return standing;
  if (standing === 'different' && !force) return 'left-alone';
  if (dryRun) return 'would-be-written';
  return standing === 'missing' ? 'written' : 'written-over';
}

const WORDS: Readonly<Record<Became, string>> = {
  written: 'written',
  'written-over': 'written over',
  'as-wanted': 'is as it should be',
  'would-be-written': 'would be written',
  'left-alone': 'says something else and is left alone; with --force it would change like this:',
  'no-file': 'is no plain file and is left alone. Move it away, then run this again.',
};

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  | ');
}

function coloured(diff: string, colour: Colour): string {
  const toneOf = (line: string) => (line.startsWith('+') ? 'good' : line.startsWith('-') ? 'bad' : 'plain');
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => colour(toneOf(line), `  ${line}`.trimEnd()))
    .join('\n');
}

function readArguments(args: string[]): Asked | string {
  return orWhy(() => {
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      args,
      options: {
        step: flag,
        test: { type: 'string' },
        yes: { ...flag, short: 'y' },
        'dry-run': flag,
        force: flag,
        json: flag,
        help: { ...flag, short: 'h' },
      },
    });
    const { step, 'dry-run': dryRun, ...rest } = values;
    const problem = values.test === undefined ? null : commandProblem(values.test);
    if (problem !== null) return `--test cannot stand in the configuration: ${problem}.`;
    return { ...rest, test: values.test, dryRun, way: step ? 'step' : null };
  });
}
