import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefusal } from '../../../core/refusal.ts';
import { startBroker, type Broker, type BrokerEvent } from '../../../edge/broker/start.ts';
import { findIdentity } from '../../../edge/cage/identity.ts';
import { makeRunFolder, type RunFolder } from '../../../edge/files/run-folder.ts';
import { startModel, type ScriptedModel } from '../../../lab/model/server.ts';
import { startOptions } from './start-options.ts';
import { KEY } from './start-pair.ts';

/** Who the agent's processes are here. */
const identity = await findIdentity(process.getuid?.() ?? -1);
export const isRoot = identity.privilege === 'root';

/** What a broker has around it that is started as the process that it is in a run. */
export type BrokerStage = {
  base: string;
  folder: RunFolder;
  model: ScriptedModel;
  events: BrokerEvent[];
  /** The lead's socket. */
  socketPath: string;
  /** Starts it; what it is told may differ. */
  start(change?: object): ReturnType<typeof startBroker>;
  /** The same, where it has to start. */
  started(change?: object): Promise<Broker>;
  /** Removes all but brokers, which whoever started them closes. */
  close(): Promise<void>;
};

/** A run's folder, and a model that says hello for 10 tokens in and 5 out. */
export async function openBrokerStage(): Promise<BrokerStage> {
  const base = mkdtempSync(join(tmpdir(), 'broker-stage-'));
  chmodSync(base, 0o755);
  const folder = await makeRunFolder(base, identity);
  const turns = [{ text: 'Hello.', usage: { input_tokens: 10, output_tokens: 5 } }];
  const model = await startModel({ turns }, { apiKey: KEY });
  const events: BrokerEvent[] = [];
  const socketPath = join(folder.sockets, 'api.sock');
  const start = (change: object = {}) =>
    startBroker({
      identity,
      folder: folder.root,
      ...startOptions(model.url),
      socketPath,
      socketMode: isRoot ? 0o660 : 0o600,
      onEvent: (event) => events.push(event),
      ...change,
    });
  return {
    base,
    folder,
    model,
    events,
    socketPath,
    start,
    async started(change) {
      const broker = await start(change);
      if (isRefusal(broker)) throw new Error(broker.because);
      return broker;
    },
    async close() {
      await model.close();
      await folder.dispose();
      rmSync(base, { recursive: true, force: true });
    },
  };
}
