import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRefusal } from '../../../core/refusal.ts';
import { startBroker, type BrokerEvent } from '../../../edge/broker/start.ts';
import { BROKER_UID, findIdentity } from '../../../edge/cage/identity.ts';
import { makeRunFolder, type RunFolder } from '../../../edge/files/run-folder.ts';
import { startModel, type ScriptedModel } from '../../../lab/model/server.ts';
import { startOptions } from './start-options.ts';
import { KEY } from './start-pair.ts';

/* The proxy in the process where it really lives, with the real name server and the real check of addresses. */

const identity = await findIdentity(process.getuid?.() ?? -1);
const isRoot = identity.privilege === 'root';

let base = '';
let folder: RunFolder;
let model: ScriptedModel;
const events: BrokerEvent[] = [];
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'broker-egress-'));
  chmodSync(base, 0o755);
  folder = await makeRunFolder(base, identity);
  model = await startModel({ turns: [] }, { apiKey: KEY });
  events.length = 0;
});
afterEach(async () => {
  await model.close();
  await folder.dispose();
  rmSync(base, { recursive: true, force: true });
});

const socketPath = () => join(folder.sockets, 'egress.sock');

async function started(egress: object | null) {
  const broker = await startBroker({
    identity,
    folder: folder.root,
    ...startOptions(model.url),
    socketPath: join(folder.sockets, 'api.sock'),
    toolNames: ['Bash'],
    egress: egress === null ? null : { socketPath: socketPath(), hosts: [], maxBytes: 1000, ...egress },
    onEvent: (event) => events.push(event),
  });
  if (isRefusal(broker)) throw new Error(broker.because);
  return broker;
}

async function ask(text: string): Promise<string> {
  const socket = connect(socketPath());
  let answer = '';
  socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

test('the broker serves the way out beside the model, and tells of each connection', async () => {
  const broker = await started({ hosts: ['good.example'], socketMode: isRoot ? 0o660 : 0o600 });
  const { mode, uid } = statSync(socketPath());
  expect(mode & 0o777).toBe(isRoot ? 0o660 : 0o600);
  expect(uid).toBe(isRoot ? BROKER_UID : process.getuid?.());
  expect(await ask('CONNECT bad.example:443 HTTP/1.1\r\nhost: bad.example\r\n\r\n')).toContain('403');
  // The run ends while this one is open: its end is told all the same.
  const open = connect(socketPath()).on('error', () => {});
  open.write('GET http://169.254.169.254/ HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(open, 'data');
  await broker.close();
  expect(events).toMatchObject([
    { kind: 'egress', host: 'bad.example', port: 443, allowed: false, address: null },
    { kind: 'egress', host: '169.254.169.254', port: 80, allowed: false, address: null },
  ]);
  expect(existsSync(socketPath())).toBe(false);
});

test('without hosts there is no such socket', async () => {
  const broker = await started(null);
  expect(existsSync(socketPath())).toBe(false);
  await broker.close();
});
