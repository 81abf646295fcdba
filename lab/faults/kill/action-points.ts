import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A point in the action, recognised from outside: by a process, by a file, or by what the model was asked. */
export type ActionPoint = {
  name: string;
  says: string;
  at: { process: RegExp } | { file: RegExp } | { request: number };
};

/** The named points in the action at which its step is killed, in the order of the work. */
export const ACTION_POINTS: readonly ActionPoint[] = [
  { name: 'step-started', says: 'the step has begun', at: { process: /action\/main\.mjs/ } },
  { name: 'record-opened', says: 'the record of its calls is open', at: { file: /\/audit\.jsonl$/ } },
  {
    name: 'workspace-copied',
    says: 'the copy that the agent works on is being made',
    at: { file: /\/workspace$/ },
  },
  { name: 'broker-up', says: 'the process that holds the key has begun', at: { process: /broker/ } },
  { name: 'cage-up', says: 'the cage has begun', at: { process: /bwrap/ } },
  { name: 'model-asked', says: 'the model was asked for the first time', at: { request: 1 } },
  { name: 'tool-called', says: 'a tool was called, the model is asked again', at: { request: 2 } },
  {
    name: 'result-written',
    says: 'the result is written, not yet an artifact',
    at: { file: /\/result\.json$/ },
  },
];

/** A process that works below a folder, or was started for what does. */
export type Living = { pid: number; command: string };

/** Every process whose command line or environment names the folder. */
export function livingBelow(folder: string): Living[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      const command = read(name, 'cmdline');
      const isOurs = command.includes(folder) || read(name, 'environ').includes(folder);
      return isOurs && command !== '' ? [{ pid: Number(name), command }] : [];
    });
}

function read(pid: string, what: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    // It ended meanwhile, or is another user's.
    return '';
  }
}

/** True when the run below the folder has come to the point; `asked`: how often its model was. */
export function isReached({ at }: ActionPoint, folder: string, asked: number): boolean {
  if ('request' in at) return asked >= at.request;
  if ('process' in at) return livingBelow(folder).some(({ command }) => at.process.test(command));
  return pathsBelow(folder).some((path) => at.file.test(path));
}

/** Everything below a folder, however soon it goes away again. */
export function pathsBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? [path, ...pathsBelow(path)] : [path];
    });
  } catch {
    return [];
  }
}
