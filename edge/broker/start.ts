import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { AGENT_GID, BROKER_REAL_UID, BROKER_UID, agentUid, asUser, type Identity } from '../cage/identity.ts';
import { commandLine } from '../cage/command-line.ts';
import { runBounded } from '../cage/run-bounded.ts';
import { reachableFile } from '../files/run-folder.ts';
import { startProgram, type StartedProgram } from '../cage/start-program.ts';
import type { BrokerEvent } from './events.ts';
import type { BrokerConfiguration } from './options.ts';

export type { BrokerEvent } from './events.ts';

/** One line from the broker's process. */
export type BrokerMessage =
  | { ready: { refusal: Refusal | null } }
  | { failed: string }
  | { event: BrokerEvent }
  | { closed: { spentMicroUsd: number; requests: number } };

export type BrokerStart = BrokerConfiguration & {
  identity: Identity;
  /** A folder that the broker's user can walk into; two files of the broker are put there. */
  folder: string;
  /** The bundle of `edge/broker/main.ts`. */
  program: string;
  onEvent: (event: BrokerEvent) => void;
};

export type Broker = {
  /** Micro-dollars that are booked so far. */
  spentMicroUsd(): number;
  /** Resolves when the broker ends before it was told to: then there is no run without it. */
  lost: Promise<Refusal>;
  /** Breaks what is in flight, books it, and ends the process. */
  close(): Promise<void>;
};

/**
 * Starts the broker as a process of its own, under a user of its own where we can choose one. Resolves when
 * it serves and the API has been asked whether it knows the key; with a refusal when it does not.
 */
export async function startBroker(start: BrokerStart): Promise<Broker | Refusal> {
  const { identity, folder, program, onEvent, ...configuration } = start;
  const files = await putFiles(identity, folder, program);
  const user = asUser(identity, { uid: BROKER_UID, gid: AGENT_GID, realUid: BROKER_REAL_UID });
  const child = startProgram(commandLine([...user, files.node, ...nodeFlags(), files.program]));
  const state = listen(child, onEvent);
  child.stdin.write(`${JSON.stringify(configuration)}\n`);
  const began = await Promise.race([state.ready, state.lost]);
  if (began !== null) {
    child.kill();
    return began;
  }
  return {
    spentMicroUsd: state.spent,
    lost: state.lost,
    async close() {
      child.stdin.end('{"close":true}\n');
      const timer = setTimeout(child.kill, LAST_WORDS_MS);
      await state.ended;
      clearTimeout(timer);
    },
  };
}

/** Milliseconds that the broker gets to book what was in flight. */
const LAST_WORDS_MS = 5000;

/**
 * The two files that the broker is. Under a user of its own it runs the same Node as we do. Where it has to run
 * as the user that we are, it gets a copy that can only be executed: the kernel keeps the memory and the
 * environment of a process from everybody, its own user included, when that user may not read its program.
 */
async function putFiles(
  identity: Identity,
  folder: string,
  from: string,
): Promise<{ node: string; program: string }> {
  const [own, program] = [join(folder, 'broker-node'), join(folder, 'broker.mjs')];
  const isOurs = agentUid(identity) === null;
  const [node] = await Promise.all([
    isOurs ? own : reachableFile(process.execPath, folder, 'broker-node'),
    isOurs ? copyProgram(process.execPath, own).then(() => chmod(own, 0o111)) : null,
    copyFile(from, program).then(() => chmod(program, 0o444)),
  ]);
  return { node, program };
}

/**
 * Copies a program that is started next. Not by ourselves: a process that we fork meanwhile holds what we have
 * open, and what somebody has open for writing cannot be executed ("text file busy").
 */
async function copyProgram(from: string, to: string): Promise<void> {
  const words = ['--reflink=auto', '--', from, to];
  const { code } = await runBounded({ program: 'cp', args: words }, { env: {}, timeoutMs: 30_000 });
  if (code !== 0) await copyFile(from, to);
}

/** A process that ends while V8 compiles beside it may wait for itself for ever (docs/decisions/0008). */
const COMPILED_IN_PLACE = ['--no-concurrent-recompilation', '--no-concurrent-sparkplug'];

/** Certificates that this machine trusts, not those that a variable names; and one helper thread, of which there is little to help with. */
function nodeFlags(): string[] {
  const system = process.allowedNodeEnvironmentFlags.has('--use-system-ca') ? ['--use-system-ca'] : [];
  return [...system, ...COMPILED_IN_PLACE, '--v8-pool-size=1', '--disable-warning=ExperimentalWarning'];
}

function listen(child: StartedProgram, onEvent: (event: BrokerEvent) => void) {
  let spent = 0;
  let closed = false;
  let complaint = '';
  const ready = Promise.withResolvers<Refusal | null>();
  const lost = Promise.withResolvers<Refusal>();
  const lose = (why: string) => lost.resolve(gone(why));
  const hear = (line: string) => {
    const message = JSON.parse(line) as BrokerMessage;
    if ('ready' in message) ready.resolve(message.ready.refusal);
    if ('failed' in message) lose(message.failed);
    if ('closed' in message) {
      closed = true;
      spent = message.closed.spentMicroUsd;
    }
    if (!('event' in message)) return;
    if (message.event.kind === 'settled') spent = message.event.spentMicroUsd;
    onEvent(message.event);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      hear(line);
    } catch {
      // The line is not quoted: whatever went wrong there, it went wrong beside the key.
      lose('it said something that is no message of a broker');
      child.kill();
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString('utf8')).slice(-2000)));
  const ended = child.ended.then(
    (code) =>
      void (
        closed || lose(errorLine(complaint) ?? `it ended with ${code === null ? 'a signal' : `code ${code}`}`)
      ),
    (error: Error) => lose(error.message),
  );
  return { ready: ready.promise, lost: lost.promise, ended, spent: () => spent };
}

/** What Node says of an error that ended it stands in the middle, between the source and the stack. */
function errorLine(complaint: string): string | undefined {
  const lines = complaint.trim().split('\n');
  return lines.find((line) => /^[A-Za-z]*Error\b/.test(line)) ?? (lines.at(-1) || undefined);
}

function gone(why: string): Refusal {
  return refuse(
    'broker-lost',
    `The broker, which holds the key, ended before the run did: ${why.slice(0, 300)}.`,
    'Start the run again; if it happens again, report it with this line.',
  );
}
