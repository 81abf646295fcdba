import { cagePaths } from '../../../core/launch/cage-paths.ts';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Layers } from '../../../action/caged-job.ts';
import type { CommandLine } from '../../../edge/cage/command-line.ts';
import type { StepOrder } from '../order.ts';
import type { Hole } from './hole.ts';
import { replacing } from './hole.ts';

type CageCommand = Layers['cageCommand'];
type Given = Parameters<CageCommand>;

/** A cage whose words are changed after they were put together. The proof of the cage would see it, so it is off. */
function cage(change: (words: string[], given: Given, order: StepOrder) => string[]): Hole {
  return replacing(({ cageCommand }, order) => ({
    proveCage: () => Promise.resolve({ held: 0 }),
    cageCommand: (...given) => {
      const { program, args } = cageCommand(...given);
      const [first = '', ...rest] = change([program, ...args], given, order);
      return { program: first, args: rest };
    },
  }));
}

const unshareAllBut = (kept: string) => (words: string[]) =>
  words.flatMap((word) =>
    word === '--unshare-all'
      ? [
          '--unshare-user-try',
          ...['ipc', 'pid', 'net', 'uts', 'cgroup-try']
            .filter((one) => one !== kept)
            .map((one) => `--unshare-${one}`),
        ]
      : [word],
  );

/** The cage has the machine's network. */
export const sharedNetwork = cage(unshareAllBut('net'));

/** The same, and the proof of the cage is still made. */
export const sharedNetworkProved: Hole = (layers, order) => ({
  ...sharedNetwork(layers, order),
  proveCage: layers.proveCage,
});

/** Processes that leave the group outlive the cage. */
export const noPidNamespace = cage((words) =>
  unshareAllBut('pid')(words).filter((word) => word !== '--die-with-parent'),
);

/** The runner's own folders can be reached and written. */
export const hostFilesystemBound = cage((words, _given, order) => {
  openWays(order);
  return before(words, '--remount-ro', ['--bind', dirname(order.outside), dirname(order.outside)]);
});

/** What is bound read-only is bound writable, and nothing is closed at the end. */
export const writableEverything = cage((words) =>
  words.map((word, at) => (word === '--ro-bind' && words[at + 2] !== '/usr' ? '--bind' : word)),
);

/** No end to processes, memory, files and the size of /tmp. */
export const noLimits = cage((words, [contents]) => {
  const limits = new Set(
    [...contents.limits.asRoot, ...contents.limits.asAgent].filter((word) => word !== '--'),
  );
  const kept = words.filter((word) => !limits.has(word));
  const sizes = new Set(kept.flatMap((word, at) => (word === '--size' ? [at, at + 1] : [])));
  return withoutLooseEnds(kept.filter((_, at) => !sizes.has(at)));
});

/** The broker makes its socket, and then sets its mode, while the cage is being set up. */
function openWhenThere(path: string): void {
  let looks = 0;
  const timer = setInterval(() => {
    if (existsSync(path)) chmodSync(path, 0o777);
    if ((looks += 1) > 1000) clearInterval(timer);
  }, 5);
  timer.unref();
}

/** The agent keeps the user, and the rights, of the step. */
export const rootKept = cage((words, [contents]) => {
  // Without its own user the agent is not of the group that the broker's socket belongs to.
  chmodSync(contents.socketFolder, 0o777);
  openWhenThere(join(contents.socketFolder, 'api.sock'));
  const at = words.findIndex((word) => word.endsWith('/bwrap') || word.endsWith('/env'));
  return words.slice(Math.max(0, at));
});

/** No cage at all: the CLI runs beside us, as the agent's user, in the copy of the checkout. */
export const noCage = cage((words, [contents, environment, inside]) => {
  const places: [string, string][] = [
    [cagePaths.claude, contents.claude],
    ['/etc/agent', contents.configFolder],
    [cagePaths.socketFolder, contents.socketFolder],
    [cagePaths.workspace, contents.workspace],
    [cagePaths.home, '/tmp'],
  ];
  const outside = (text: string) => places.reduce((so, [from, to]) => so.replaceAll(from, to), text);
  const user = words.slice(
    0,
    Math.max(
      0,
      words.findIndex((word) => word.endsWith('/bwrap')),
    ),
  );
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${outside(value)}`);
  return [...user, '/usr/bin/env', '-i', '-C', contents.workspace, ...variables, ...inside.map(outside)];
});

/** The agent works in the checkout itself. */
export const workspaceShared = replacing(({ cageCommand }, order) => ({
  proveCage: () => Promise.resolve({ held: 0 }),
  cageCommand: (contents, ...rest): CommandLine => {
    openWays(order);
    openTree(order.checkout);
    return cageCommand({ ...contents, workspace: order.checkout }, ...rest);
  },
}));

/** Lets every user walk to the job's folders: of the layers, only the one with the hole was to keep them out. */
function openWays({ checkout, temp, outside }: StepOrder): void {
  const top = dirname(outside);
  for (const leaf of [checkout, temp])
    for (let at = leaf; at.startsWith(top) && at !== top; at = dirname(at)) chmodSync(at, 0o777);
}

function openTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o777);
}

function before(words: readonly string[], mark: string, more: readonly string[]): string[] {
  const at = words.indexOf(mark);
  return at === -1 ? [...more, ...words] : [...words.slice(0, at), ...more, ...words.slice(at)];
}

/** A `--` whose command is gone. */
function withoutLooseEnds(words: string[]): string[] {
  const bwrap = words.findIndex((word) => word.endsWith('/bwrap'));
  return words.filter(
    (word, at) => word !== '--' || at > bwrap || words[at - 1]?.startsWith('--bounding-set'),
  );
}
