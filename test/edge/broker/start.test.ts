import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AGENT_GID, AGENT_UID, BROKER_REAL_UID, BROKER_UID } from '../../../edge/cage/identity.ts';
import { brokerProgram } from '../../../lab/footing.ts';
import { isRoot, openBrokerStage, type BrokerStage } from './broker-stage.ts';
import { startOptions } from './start-options.ts';
import { AGENT_TOKEN, KEY, plainBody, sender } from './start-pair.ts';

/* The broker as the process that it is in a run. */

let stage: BrokerStage;
beforeEach(async () => {
  stage = await openBrokerStage();
});
afterEach(() => stage.close());

/** The process that runs the broker's bundle. */
function brokerPid(): number {
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid));
  const found = pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(stage.folder.root, 'broker.mjs'));
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new Error('there is no process of the broker');
  return Number(found);
}

test('answers over its socket, books what it cost, and is gone after its last word', async () => {
  const broker = await stage.started();
  const reply = await sender({ socketPath: stage.socketPath })(plainBody);
  expect(reply.status, reply.text).toBe(200);
  await vi.waitUntil(() => stage.events.some((event) => event.kind === 'settled'));
  const pid = brokerPid();
  await broker.close();
  expect(broker.spentMicroUsd()).toBeGreaterThan(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('shows its key nowhere: not in arguments, environment or files', async () => {
  const broker = await stage.started();
  const pid = brokerPid();
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(KEY);
  expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('');
  const hits = spawn('grep', ['-rl', KEY, stage.folder.root], { stdio: ['ignore', 'pipe', 'ignore'] });
  expect(await new Promise((resolve) => hits.on('close', resolve))).toBe(1);
  await broker.close();
});

test.runIf(isRoot)('is closed to every other user, and to its own', async () => {
  const broker = await stage.started();
  const pid = brokerPid();
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(new RegExp(`^Uid:\\s+${BROKER_REAL_UID}\\s+${BROKER_UID}`, 'm'));
  expect(status).toMatch(/^CapEff:\s+0+$/m);
  for (const uid of [BROKER_UID, BROKER_REAL_UID, AGENT_UID]) {
    for (const file of ['environ', 'mem', 'maps', 'fd/0']) {
      expect(readable(`/proc/${pid}/${file}`, uid), `${file} by ${uid}`).toBe(false);
    }
  }
  await broker.close();
});

test.runIf(isRoot)('ablation: with one user alone the process is open to that user', async () => {
  const broker = await stage.started();
  const words = ['--reuid', String(BROKER_UID), '--regid', String(AGENT_GID), '--clear-groups', '--'];
  const open = spawn('setpriv', [...words, 'env', process.execPath, '-e', 'setInterval(() => {}, 1000)'], {
    stdio: 'ignore',
    env: { KEY },
  });
  await vi.waitUntil(() => readFileSync(`/proc/${open.pid}/status`, 'utf8').includes(`Uid:\t${BROKER_UID}`));
  await vi.waitUntil(() => readable(`/proc/${open.pid}/environ`, BROKER_UID));
  open.kill('SIGKILL');
  await broker.close();
});

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
  const broker = await stage.started();
  const connects = (uid: number, gid: number) => {
    const words = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', '--'];
    try {
      execFileSync('setpriv', [...words, 'socat', '-u', '/dev/null', `UNIX-CONNECT:${stage.socketPath}`], {
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
  const broker = await stage.started();
  const send = sender({ socketPath: stage.socketPath });
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
  expect(stage.model.requests.filter((one) => one.method === 'POST')).toEqual([]);
  expect((await send(plainBody)).status).toBe(200);
  await broker.close();
});

test('a key that the API does not know is refused before anything starts, and no process stays', async () => {
  const refusal = await stage.start({ apiKey: 'dummy-wrong-key' });
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
  const broker = await stage.started();
  process.kill(brokerPid(), 'SIGKILL');
  expect(await broker.lost).toMatchObject({ code: 'broker-lost' });
  await broker.close();
});

test.each([
  ['is no program', /SyntaxError/, '\x7fELF'],
  ['ends at once', /ended with code 0/, ''],
  ['fails', /Error: no memory/, 'throw new Error("no memory")'],
  ['says what is no message', /no message of a broker/, `console.log("hello"); setInterval(() => {}, 1000)`],
  ['says half a message', /no message of a broker/, `console.log('{"event":'); setInterval(() => {}, 1000)`],
  ['says null', /no message of a broker/, `console.log('null'); setInterval(() => {}, 1000)`],
])('a broker that %s is told of, with the reason, and no process stays', async (_name, because, source) => {
  const program = join(stage.base, 'other.mjs');
  writeFileSync(program, source);
  const refusal = await stage.start({ program });
  expect(refusal).toMatchObject({ code: 'broker-lost', because: expect.stringMatching(because) as string });
  await vi.waitUntil(() => !alive());
});

test('a key that is no JSON does not appear in what is told', async () => {
  const broken = spawn(process.execPath, [brokerProgram], { env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
  let told = '';
  for (const stream of [broken.stdout, broken.stderr])
    stream.on('data', (data: Buffer) => (told += data.toString()));
  broken.stdin.end(`{"apiKey":"${KEY}",\n`);
  await new Promise((resolve) => broken.on('close', resolve));
  expect(told).toContain('is not JSON');
  expect(told).not.toContain('dummy');
});

test('the token may be shown as a bearer token too', async () => {
  const broker = await stage.started();
  const ask = (authorization: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization, 'content-type': 'application/json' };
      const order = { socketPath: stage.socketPath, method: 'POST', path: '/v1/messages', headers };
      const outgoing = request(order, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify(plainBody));
    });
  expect(await ask(`Bearer ${AGENT_TOKEN}x`)).toBe(403);
  expect(await ask(`Basic ${AGENT_TOKEN}`)).toBe(403);
  expect(await ask(`Bearer ${AGENT_TOKEN}`)).toBe(200);
  await broker.close();
});

/** Starts a broker in a process of its own, which prints what `then` makes of it. */
function starter(then: string, change: object = {}): string[] {
  const at = (path: string) => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);
  const options = { ...startOptions(stage.model.url), ...change };
  const source = `
    import { readFileSync, readdirSync, openSync } from 'node:fs';
    import { startBroker } from ${at('edge/broker/start.ts')};
    import { findIdentity } from ${at('edge/cage/identity.ts')};
    import { makeRunFolder } from ${at('edge/files/run-folder.ts')};
    const identity = await findIdentity(process.getuid());
    const folder = await makeRunFolder('/tmp', identity);
    const broker = await startBroker({ ...${JSON.stringify(options)}, identity, folder: folder.root,
      socketPath: folder.sockets + '/api.sock', onEvent: () => {} });
    const pidOf = (word) => readdirSync('/proc').find((pid) => {
      try { return /^\\d+$/.test(pid) && readFileSync('/proc/' + pid + '/cmdline', 'utf8').startsWith(word); } catch { return false; }
    });
    const opens = (file) => { try { openSync(file); return true; } catch { return false; } };
    ${then}
  `;
  return ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', source];
}

test('a broker whose starter is killed ends by itself', async () => {
  const child = spawn(
    process.execPath,
    starter(`console.log(JSON.stringify([pidOf(folder.root), folder.root])); setInterval(() => {}, 1000)`),
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: '/usr/bin:/bin' },
    },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const [pid, left] = JSON.parse(line.toString()) as [string, string];
  process.kill(Number(pid), 0);
  child.kill('SIGKILL');
  await vi.waitUntil(() => !existsSync(`/proc/${pid}`), { timeout: 10_000 });
  rmSync(left, { recursive: true });
});

const LOOK = `
  const files = ['environ', 'mem', 'maps'];
  const see = (pid) => files.map((file) => opens('/proc/' + pid + '/' + file));
  const { spawn } = await import('node:child_process');
  const open = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { env: {}, stdio: 'pipe' });
  await new Promise((resolve) => open.once('spawn', resolve));
  console.log(JSON.stringify({ privilege: identity.privilege, broker: see(pidOf(folder.root)), plain: see(open.pid) }));
  open.kill('SIGKILL'); await broker.close(); await folder.dispose();
`;

// An ordinary user has no other to give to the broker: there, only the program that nobody may read protects it.
test.runIf(isRoot)(
  'is closed to its own user where it runs as the one who started it; another program is not',
  async () => {
    const words = ['--reuid', '64303', '--regid', '64303', '--clear-groups', '--', process.execPath];
    const { stdout } = await promisify(execFile)('setpriv', [...words, ...starter(LOOK)], {
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
    });
    expect(JSON.parse(stdout)).toEqual({
      privilege: 'none',
      broker: [false, false, false],
      plain: [true, true, true],
    });
  },
);

test('believes neither a certificate nor a proxy that a variable names', async () => {
  const folderOfKeys = mkdtempSync(join(tmpdir(), 'broker-ca-'));
  const [keyFile, certificate] = [join(folderOfKeys, 'key.pem'), join(folderOfKeys, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certificate];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      ...subject,
      ...files,
    ],
    { stdio: 'ignore' },
  );
  let seen = 0;
  const server = createServer(
    { key: readFileSync(keyFile), cert: readFileSync(certificate) },
    (_request, response) => {
      seen += 1;
      response.end('{}');
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    PATH: '/usr/bin:/bin',
    NODE_EXTRA_CA_CERTS: certificate,
    SSL_CERT_FILE: certificate,
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: stage.model.url,
    HTTP_PROXY: stage.model.url,
  };
  const node = promisify(execFile);
  try {
    const words = starter(`console.log(JSON.stringify(broker)); await folder.dispose(); process.exit()`, {
      upstream,
    });
    const { stdout } = await node(process.execPath, words, { env });
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'model-unreachable',
      because: expect.stringMatching(/CERT/) as string,
    });
    expect([seen, stage.model.requests]).toEqual([0, []]);
    // A program that has these variables does believe it.
    const { NODE_EXTRA_CA_CERTS, PATH } = env;
    await node(process.execPath, ['-e', `fetch('${upstream}').then((answer) => answer.text())`], {
      env: { NODE_EXTRA_CA_CERTS, PATH },
    });
    expect(seen).toBe(1);
  } finally {
    server.close();
    rmSync(folderOfKeys, { recursive: true });
  }
});
