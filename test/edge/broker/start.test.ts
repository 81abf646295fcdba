import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isRefusal } from '../../../core/refusal.ts';
import { startBroker, type Broker, type BrokerEvent } from '../../../edge/broker/start.ts';
import { AGENT_GID, AGENT_UID, BROKER_UID, findIdentity } from '../../../edge/cage/identity.ts';
import { makeRunFolder, type RunFolder } from '../../../edge/files/run-folder.ts';
import { brokerProgram } from '../../../lab/footing.ts';
import { startModel, type ScriptedModel } from '../../../lab/model/server.ts';
import { AGENT_TOKEN, KEY, plainBody, sender } from './start-pair.ts';

/* The broker as the process that it is in a run. */

const identity = await findIdentity(process.getuid?.() ?? -1);
const isRoot = identity.privilege === 'root';

let base = '';
let folder: RunFolder;
let model: ScriptedModel;
const events: BrokerEvent[] = [];
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'broker-start-'));
  chmodSync(base, 0o755);
  folder = await makeRunFolder(base, identity);
  model = await startModel(
    { turns: [{ text: 'Hello.', usage: { input_tokens: 10, output_tokens: 5 } }] },
    { apiKey: KEY },
  );
  events.length = 0;
});
afterEach(async () => {
  await model.close();
  await folder.dispose();
  rmSync(base, { recursive: true, force: true });
});

const socketPath = () => join(folder.sockets, 'api.sock');
const start = (change: object = {}) =>
  startBroker({
    identity,
    folder: folder.root,
    program: brokerProgram,
    socketPath: socketPath(),
    socketMode: isRoot ? 0o660 : 0o600,
    upstream: model.url,
    apiKey: KEY,
    agentToken: AGENT_TOKEN,
    models: ['claude-opus-5-5'],
    budgetMicroUsd: 1_000_000,
    maxTokensCap: 4096,
    maxRequests: 10,
    toolNames: ['Read'],
    onEvent: (event) => events.push(event),
    ...change,
  });

async function started(change: object = {}): Promise<Broker> {
  const broker = await start(change);
  if (isRefusal(broker)) throw new Error(broker.because);
  return broker;
}

/** The process that runs our own copy of Node. */
function brokerPid(): number {
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid));
  const found = pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(join(folder.root, 'broker-node'));
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('there is no process of the broker');
  return Number(found);
}

test('answers over its socket, books what it cost, and is gone after its last word', async () => {
  const broker = await started();
  const reply = await sender({ socketPath: socketPath() })(plainBody);
  expect(reply.status, reply.text).toBe(200);
  await vi.waitUntil(() => events.some((event) => event.kind === 'settled'));
  const pid = brokerPid();
  await broker.close();
  expect(broker.spentMicroUsd()).toBeGreaterThan(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('shows its key nowhere: not in arguments, environment or files', async () => {
  const broker = await started();
  const pid = brokerPid();
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(KEY);
  expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('');
  const hits = spawn('grep', ['-rl', KEY, folder.root], { stdio: ['ignore', 'pipe', 'ignore'] });
  expect(await new Promise((resolve) => hits.on('close', resolve))).toBe(1);
  await broker.close();
});

test.runIf(isRoot)('is closed to every other user, and to its own', async () => {
  const broker = await started();
  const pid = brokerPid();
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(new RegExp(`^Uid:\\s+${BROKER_UID}\\s+${BROKER_UID}`, 'm'));
  expect(status).toMatch(/^CapEff:\s+0+$/m);
  for (const uid of [BROKER_UID, AGENT_UID]) {
    for (const file of ['environ', 'mem', 'maps', 'fd/0']) {
      expect(readable(`/proc/${pid}/${file}`, uid), `${file} by ${uid}`).toBe(false);
    }
  }
  await broker.close();
});

test.runIf(isRoot)(
  'ablation: a program that its user may read leaves the process open to that user',
  async () => {
    const broker = await started();
    const words = ['--reuid', String(BROKER_UID), '--regid', String(AGENT_GID), '--clear-groups', '--'];
    const open = spawn('setpriv', [...words, 'env', process.execPath, '-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
      env: { KEY },
    });
    await vi.waitUntil(() =>
      readFileSync(`/proc/${open.pid}/status`, 'utf8').includes(`Uid:\t${BROKER_UID}`),
    );
    await vi.waitUntil(() => readable(`/proc/${open.pid}/environ`, BROKER_UID));
    open.kill('SIGKILL');
    await broker.close();
  },
);

function readable(path: string, uid: number): boolean {
  const words = ['--reuid', String(uid), '--regid', String(AGENT_GID), '--clear-groups', '--'];
  try {
    execFileSync('setpriv', [...words, 'head', '-c', '1', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test.runIf(isRoot)('its socket is open to the agent and to nobody else', async () => {
  const broker = await started();
  const connects = (uid: number, gid: number) => {
    const words = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', '--'];
    try {
      execFileSync('setpriv', [...words, 'socat', '-u', '/dev/null', `UNIX-CONNECT:${socketPath()}`], {
        stdio: 'ignore',
      });
      return true;
    } catch {
      return false;
    }
  };
  expect(connects(AGENT_UID, AGENT_GID)).toBe(true);
  expect(connects(65_000, 65_000)).toBe(false);
  await broker.close();
});

test('whoever reaches the socket without the token gets nothing, and it costs nothing', async () => {
  const broker = await started();
  const send = sender({ socketPath: socketPath() });
  const foreign: Record<string, string>[] = [
    { 'x-api-key': 'another' },
    { 'x-api-key': KEY },
    { 'x-api-key': '', authorization: 'Bearer x' },
  ];
  for (const shown of foreign) {
    const reply = await send(plainBody, { headers: shown });
    expect(reply.status).toBe(403);
    expect(reply.text).toContain("this run's token");
  }
  expect(model.requests.filter((one) => one.method === 'POST')).toEqual([]);
  const bearer = await send(plainBody, {
    headers: { 'x-api-key': '', authorization: `Bearer ${AGENT_TOKEN}` },
  });
  expect(bearer.status).toBe(403);
  expect((await send(plainBody)).status).toBe(200);
  await broker.close();
});

test('a key that the API does not know is refused before anything starts, and no process stays', async () => {
  const refusal = await start({ apiKey: 'dummy-wrong-key' });
  expect(refusal).toMatchObject({ code: 'key-refused', because: expect.stringContaining('401') });
  await vi.waitUntil(() => !alive());
});

function alive(): boolean {
  try {
    return brokerPid() > 0;
  } catch {
    return false;
  }
}

test('a broker that dies is told of, with the reason', async () => {
  const broker = await started();
  process.kill(brokerPid(), 'SIGKILL');
  expect(await broker.lost).toMatchObject({ code: 'broker-lost' });
  await broker.close();
});

test('a program that is no broker is told of too', async () => {
  expect(await start({ program: '/bin/true' })).toMatchObject({ code: 'broker-lost' });
});
