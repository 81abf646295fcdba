import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { readScenario, type ScenarioProblem } from './read-scenario.ts';
import type { Scenario } from './scenario.ts';

/** The scenarios that come with the package. */
export const ownScenarios = join(packageRoot, 'lab', 'redteam', 'scenarios');

const LARGEST = 1024 * 1024;

/** Reads every `*.yaml` and `*.yml` of the folders, in the order of their names; two with one id are a problem. */
export function loadScenarios(folders: readonly string[]): {
  scenarios: Scenario[];
  problems: ScenarioProblem[];
} {
  const scenarios: Scenario[] = [];
  const problems: ScenarioProblem[] = [];
  const seen = new Map<string, string>();
  for (const file of folders.flatMap(filesOf)) {
    if ('problem' in file) {
      problems.push(file.problem);
      continue;
    }
    const read = readScenario(file.text, file.path);
    if (Array.isArray(read)) problems.push(...read);
    else if (seen.has(read.id)) problems.push(twice(read.id, file.path, seen.get(read.id) ?? ''));
    else {
      seen.set(read.id, file.path);
      scenarios.push(read);
    }
  }
  return { scenarios: scenarios.toSorted((one, other) => (one.id < other.id ? -1 : 1)), problems };
}

type File = { path: string; text: string } | { problem: ScenarioProblem };

function filesOf(folder: string): File[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
    if (names.length === 0)
      return [unusable(folder, 'The folder holds no scenario.', 'Name a folder with *.yaml files.')];
    return names.toSorted().map((name) => readOne(join(folder, name)));
  } catch (error) {
    return [
      unusable(folder, `The folder cannot be read: ${(error as Error).message}.`, 'Correct --scenarios.'),
    ];
  }
}

function readOne(path: string): File {
  try {
    if (statSync(path).size > LARGEST)
      return unusable(path, 'The file is larger than 1 MiB.', 'Make it smaller.');
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    return unusable(path, `The file cannot be read: ${(error as Error).message}.`, 'Make it readable.');
  }
}

function unusable(file: string, message: string, remedy: string): { problem: ScenarioProblem } {
  return { problem: { file, line: 1, column: 1, key: '', message, remedy } };
}

function twice(id: string, file: string, other: string): ScenarioProblem {
  const message = `The id ${id} is also that of ${other}.`;
  return { file, line: 1, column: 1, key: 'id', message, remedy: 'Give one of the two another id.' };
}
