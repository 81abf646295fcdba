import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { refuse, type Refusal } from '../../core/refusal.ts';
import type { CommandLine } from './command-line.ts';
import { probe, probed } from './probe.ts';
import { runBounded } from './run-bounded.ts';

export type ProofOptions = {
  /** A folder outside of the cage that this may write into; the agent's user can walk into it. */
  folder: string;
  /** The names of the variables that the agent is given. */
  variables: readonly string[];
  /** The very command of the run, with other words inside. */
  command: (inside: readonly string[], workspace: string) => CommandLine;
};

const PATIENCE_MS = 10_000;

/**
 * Attacks the cage from inside before the agent does, by the same command that starts the agent: whatever
 * must not work is tried, and what works, or cannot be tried, stops the run. Returns how many things held.
 */
export async function proveCage(options: ProofOptions): Promise<{ held: number } | Refusal> {
  const places = await plant(options.folder);
  const door = await listenOutside();
  try {
    const words = [String(door.port), places.canary, places.open, options.variables.join(' ')];
    const command = options.command(['/bin/bash', '-c', probe, 'probe', ...words], places.workspace);
    const ended = await runBounded(command, { env: {}, timeoutMs: PATIENCE_MS });
    const failed = findings(ended.stdout, door.visits());
    return failed === null ? { held: probed.length } : leak(failed, ended.stderr);
  } finally {
    await door.close();
  }
}

async function plant(folder: string) {
  const places = {
    canary: join(folder, 'canary'),
    open: join(folder, 'open'),
    workspace: join(folder, 'workspace'),
  };
  await mkdir(folder);
  await Promise.all([mkdir(places.open), mkdir(places.workspace)]);
  await writeFile(places.canary, 'canary\n');
  await Promise.all([
    chmod(folder, 0o755),
    chmod(places.canary, 0o644),
    chmod(places.open, 0o777),
    chmod(places.workspace, 0o755),
  ]);
  return places;
}

async function listenOutside() {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    visits: () => visits,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The first thing that did not hold, or null. A check that said nothing did not hold. */
function findings(output: string, visits: number): string | null {
  const said = new Map(
    output.split('\n').map((line) => [(line.split(' ')[1] ?? '').replace(':', ''), line] as const),
  );
  const failed = probed.find((name) => said.get(name) !== `held ${name}`);
  if (failed !== undefined) return said.get(failed)?.replace(/^broken /, '') ?? `${failed} was not tried`;
  return visits > 0 ? 'network: the listener outside was reached' : null;
}

function leak(what: string, stderr: string): Refusal {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return refuse(
    'cage-leaks',
    `The cage does not hold on this machine: ${what.slice(0, 200)}${last === '' ? '' : ` (${last.slice(0, 200)})`}.`,
    'No agent was started. Use a runner whose bubblewrap and kernel are those of docs/cage.md, and report this line.',
  );
}
