import { chownSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { layers, type Layers } from '../../action/caged-job.ts';
import { isForbiddenAddress } from '../../core/egress/forbidden-address.ts';
import { isRefusal } from '../../core/refusal.ts';
import { AGENT_GID, BROKER_UID } from '../../edge/cage/identity.ts';
import type { EgressEvent } from '../../edge/egress/passage.ts';
import type { World } from '../../edge/egress/judge-target.ts';
import { startEgressProxy } from '../../edge/egress/proxy.ts';
import { certificate } from '../edge/egress/certificate.ts';
import { plan, runCaged } from './caged.ts';

/* What the pinned CLI's own sandbox does with the way out that a profile opens. */

const bash = (command: string) => ({ calls: [{ tool: 'Bash', input: { command } }] });
const fetch = (url: string) => `curl -sSf --max-time 5 ${url} 2>&1; echo "code=$?"`;

type Change = { hosts?: string[]; isForbidden?: World['isForbidden'] };

/** Hosts on the loopback that write down who came: by which name, over HTTP, TLS and UDP. */
async function startHosts() {
  const came: string[] = [];
  const http = createServer((asked, answer) => {
    came.push(`http ${asked.headers.host} ${asked.url}`);
    answer.end('PAGE-OF-THE-HOST');
  });
  const tls = createTlsServer(certificate, (socket) => {
    came.push(`tls ${String(socket.servername)}`);
    socket.on('error', () => {});
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\nPAGE-OVER-TLS');
  });
  const udp = createSocket('udp4', () => came.push('udp'));
  await Promise.all([
    new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve)),
    new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve)),
    new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve)),
  ]);
  onTestFinished(() => void [http.close(), tls.close(), udp.close()]);
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  return { came, http: portOf(http), tls: portOf(tls), udp: portOf(udp) };
}

type Hosts = Awaited<ReturnType<typeof startHosts>>;

/** Runs commands in the real cage, with a profile that may reach good.example. Returns what the model was told. */
async function runWithHosts(commands: string[], hosts: Hosts, change: Change = {}) {
  const events: EgressEvent[] = [];
  const world = {
    lookup: () => Promise.resolve(['127.0.0.1']),
    isForbidden: change.isForbidden ?? (() => false),
    port: (asked: number) => (asked === 443 ? hosts.tls : hosts.http),
  };
  // Only here may a name lead to the loopback: the broker's own proxy is left out and this one put in its place.
  const startBroker: Layers['startBroker'] = async ({ egress, ...start }) => {
    const broker = await layers.startBroker({ ...start, egress: null });
    if (isRefusal(broker) || !egress) return broker;
    const options = { ...egress, hosts: [...egress.hosts, ...(change.hosts ?? [])] };
    const proxy = await startEgressProxy({ ...options, onEvent: (event) => events.push(event) }, world);
    if (start.identity.privilege === 'root') chownSync(egress.socketPath, BROKER_UID, AGENT_GID);
    return { ...broker, close: async () => void (await Promise.all([broker.close(), proxy.close()])) };
  };
  const { requests, run } = await runCaged(
    { turns: [...commands.map(bash), { text: 'Done.' }] },
    { plan: { ...plan, egress: ['good.example'] }, layers: { ...layers, startBroker } },
  );
  expect(run.stopped).toBeNull();
  return { told: JSON.stringify(requests.at(-1)?.body), events };
}

test('a command reaches the hosts of its profile, by HTTP and by TLS', async () => {
  const hosts = await startHosts();
  const { told, events } = await runWithHosts(
    [`${fetch('http://good.example/a')}; ${fetch('-k https://good.example/')}`],
    hosts,
  );
  expect(told).toMatch(/PAGE-OF-THE-HOST.*PAGE-OVER-TLS/);
  expect(hosts.came).toEqual(['http good.example /a', 'tls good.example']);
  expect(events).toMatchObject([
    { host: 'good.example', port: 80, allowed: true },
    { host: 'good.example', port: 443, allowed: true },
  ]);
});

/** Ways to other names, addresses and ports, and ways around the proxy. */
const ways = ({ http, tls, udp }: Hosts) =>
  [
    'http://bad.example/ -k https://bad.example/ http://good.example.bad.example/ http://good.example:8080/',
    `http://127.0.0.1:${http}/ http://2130706433:${http}/ http://0x7f.1:${http}/ -g http://[::1]:${http}/`,
    'http://169.254.169.254/latest/meta-data/ http://168.63.129.16/ http://172.17.0.1/ http://localhost/',
    `--noproxy '*' http://127.0.0.1:${http}/ http://good.example/`,
    `--noproxy '*' -k --resolve good.example:${tls}:127.0.0.1 https://good.example:${tls}/`,
    '-k --connect-to good.example:443:bad.example:443 https://good.example/',
    '-k --connect-to bad.example:443:good.example:443 https://bad.example/',
    `--socks5-hostname 127.0.0.1:${http} http://good.example/`,
    '--unix-socket /run/agent/egress.sock http://good.example/',
    '--unix-socket /run/agent/api.sock http://good.example/',
    `--dns-servers 127.0.0.1:${udp} http://good.example.bad.example/`,
  ].map((words) => `curl -sS --max-time 2 ${words} 2>&1`);

const around = ({ http, udp }: Hosts) => [
  `timeout 2 bash -c 'exec 3<>/dev/tcp/127.0.0.1/${http}; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; cat <&3' 2>&1`,
  `timeout 2 bash -c 'exec 3<>/dev/tcp/good.example/80' 2>&1; timeout 2 getent hosts good.example bad.example`,
  `echo data | timeout 2 socat -t1 - UDP:127.0.0.1:${udp} 2>&1; echo data | timeout 2 socat - UDP:1.1.1.1:53 2>&1`,
  `env -i PATH=/usr/bin:/bin curl -sS --max-time 2 http://good.example/ 2>&1`,
  'ls /run/agent 2>&1; true',
];

test('a command reaches no other name, address or port, and finds no way around the proxy', async () => {
  const hosts = await startHosts();
  const tries = [ways(hosts).join('; '), around(hosts).join('; ')];
  const { told, events } = await runWithHosts(tries, hosts);
  // TLS for another name came as far as the proxy and no further.
  expect(events.map(({ because }) => because)).toContain('TLS names another server, bad.example');
  expect(events.filter(({ allowed }) => allowed)).toEqual([]);
  expect(hosts.came).toEqual([]);
  expect(told).not.toContain('PAGE-');
});

test('ablation: with a proxy that lets another name pass, that name is reached', async () => {
  const hosts = await startHosts();
  await runWithHosts([fetch('http://bad.example/')], hosts, { hosts: ['bad.example'] });
  expect(hosts.came).toEqual(['http bad.example /']);
});

test('a name of the profile that leads inside is not followed; the first test is its ablation', async () => {
  const hosts = await startHosts();
  const { events } = await runWithHosts([fetch('http://good.example/')], hosts, {
    isForbidden: isForbiddenAddress,
  });
  expect(hosts.came).toEqual([]);
  expect(events).toMatchObject([{ allowed: false, because: expect.stringContaining('127.0.0.1') }]);
});

test('without hosts in its profile a command has no proxy at all', async () => {
  const { requests } = await runCaged({
    turns: [bash(`ls /run/agent; ${fetch('http://good.example/')}`), { text: 'Done.' }],
  });
  const told = JSON.stringify(requests.at(-1)?.body);
  expect(told).toMatch(/code=[1-9]/);
  expect(told).not.toContain('egress.sock');
});

test('the CLI speaks to the broker through a bridge too, should it no longer know of the socket', async () => {
  const { run, requests } = await runCaged(
    {
      turns: [
        bash('curl -sS --max-time 3 http://127.0.0.1:8787/v1/messages 2>&1; echo "code=$?"'),
        { text: 'Through the bridge.' },
      ],
    },
    { transport: 'bridge' },
  );
  expect(run).toMatchObject({ stopped: null, lastText: 'Through the bridge.' });
  expect(JSON.stringify(requests.at(-1)?.body)).toMatch(/code=[1-9]/);
});
