import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActorId } from '../../core/fleet/actor-id.ts';
import type { Refusal } from '../../core/refusal.ts';
import { AGENT_GID, BROKER_REAL_UID, BROKER_UID, agentUid, asUser, type Identity } from '../cage/identity.ts';
import { commandLine } from '../cage/command-line.ts';
import { runBounded } from '../cage/run-bounded.ts';
import { reachableFile } from '../files/run-folder.ts';
import { startProgram } from '../cage/start-program.ts';
import type { BrokerEvent } from './events.ts';
import { converse } from './conversation.ts';
import type { BrokerActor, BrokerConfiguration } from './options.ts';

export type { BrokerEvent } from './events.ts';

export type BrokerStart = BrokerConfiguration & {
  identity: Identity;
  /** A folder that the broker's user can walk into; two files of the broker are put there. */
  folder: string;
  /** The bundle of `edge/broker/main.ts`. */
  program: string;
  onEvent: (event: BrokerEvent) => void;
};

export type Broker = {
  /**
   * Serves one more actor, at its own socket and under its own token, with its envelope held in that of its parent from
   * then on: open it when it was admitted, also where it has to wait for its place. Resolves with the refusal when the
   * parent has too little or has ended, when its socket cannot be made, or when the broker is lost. Its id and token are
   * used up either way.
   */
  openActor(actor: BrokerActor): Promise<Refusal | null>;
  /**
   * Ends an actor and all below it: breaks what is in flight, books it, removes their sockets, and frees what is left.
   * Resolves with the micro-dollars that all of them spent.
   */
  closeActor(actor: ActorId): Promise<number>;
  /** Micro-dollars that are booked so far for an actor and all below it; for the lead when none is named. */
  spentMicroUsd(actor?: ActorId): number;
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
  const said = converse(child, onEvent);
  child.stdin.write(`${JSON.stringify(configuration)}\n`);
  const began = await Promise.race([said.ready, said.lost]);
  if (began !== null) {
    child.kill();
    return began;
  }
  /** Who does not come to an end in time is ended, and with it the run. */
  const inTime = async <Said>(answer: Promise<Said>): Promise<Said> => {
    const timer = setTimeout(child.kill, LAST_WORDS_MS);
    return answer.finally(() => clearTimeout(timer));
  };
  return {
    spentMicroUsd: (actor) => said.spent(actor),
    lost: said.lost,
    openActor(actor) {
      const answer = said.opened(actor.actor);
      said.say({ open: actor });
      return answer;
    },
    closeActor(actor) {
      const answer = said.closed(actor);
      said.say({ closeActor: actor });
      return inTime(answer);
    },
    async close() {
      said.say({ close: true });
      child.stdin.end();
      await inTime(said.ended);
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
