import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { nearest } from '../../core/config/nearest.ts';
import { randomId } from '../../edge/keys/digest.ts';
import { readRunNote, type RunNote } from './run-note.ts';

/** The variable that names the folder of the runs. */
export const RUNS_DIR = 'DISPATCH_RUNS_DIR';

/** Where local runs are kept: what was named, the variable, or a folder of the user's own. Never in a repository. */
export function runsFolder(named: string | undefined): string {
  const state = process.env['XDG_STATE_HOME'] ?? '';
  // The specification ignores paths that are not absolute.
  const home = isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return named ?? (process.env[RUNS_DIR] || join(home, 'agent-dispatch', 'runs'));
}

/** Makes the folder of a new run, for this user only. Its name sorts by its time. */
export function makeRun(runs: string, agent: string, now: Date): { id: string; folder: string } {
  const time = now
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z/g, '')
    .replace('T', '-');
  const name = agent.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 40);
  const id = `${time}-${name}-${randomId().slice(0, 4).toLowerCase()}`;
  const folder = join(runs, id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { id, folder };
}

/** A run that is kept, with its folder. */
export type KeptRun = RunNote & { folder: string };

/** All runs of a folder, the newest first. What is no run is left out. */
export function keptRuns(runs: string): KeptRun[] {
  if (!existsSync(runs)) return [];
  return readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(runs, entry.name))
    .flatMap((folder) => {
      const note = readRunNote(folder);
      return note === null ? [] : [{ ...note, folder }];
    })
    .toSorted((one, other) => (one.began < other.began ? 1 : -1));
}

/** The run of this id, or whose id begins or ends so; `last` is the newest. As a text, why there is none. */
export function runNamed(all: readonly KeptRun[], name: string): KeptRun | string {
  const [newest] = all;
  if (newest === undefined) return "No run is kept here yet: dispatch run AGENT 'TASK' makes one";
  if (name === 'last') return newest;
  const [found, ...more] = all.filter(({ id }) => id.startsWith(name) || id.endsWith(name));
  if (found !== undefined && more.length === 0) return found;
  if (found !== undefined) return `${more.length + 1} runs are called '${name}': give more of the id`;
  const meant = nearest(
    name,
    all.map(({ id }) => id),
  );
  return `There is no run '${name}'${meant === undefined ? '' : `. Did you mean '${meant}'?`}`;
}
