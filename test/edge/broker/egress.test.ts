import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BROKER_UID } from '../../../edge/cage/identity.ts';
import { isRoot, openBrokerStage, type BrokerStage } from './broker-stage.ts';

/* The proxy in the process where it really lives, with the real name server and the real check of addresses. */

let stage: BrokerStage;
beforeEach(async () => {
  stage = await openBrokerStage();
});
afterEach(() => stage.close());

const socketPath = () => join(stage.folder.sockets, 'egress.sock');

/** The lead's own socket is of no matter here. */
const started = (egress: object | null) =>
  stage.started({
    toolNames: ['Bash'],
    egress: egress === null ? null : { socketPath: socketPath(), hosts: [], maxBytes: 1000, ...egress },
  });

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
  expect(stage.events).toMatchObject([
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
