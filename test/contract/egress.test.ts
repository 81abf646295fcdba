import { chownSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { layers } from '../../action/caged-job.ts';
import { isRefusal } from '../../core/refusal.ts';
import { AGENT_GID, BROKER_UID } from '../../edge/cage/identity.ts';
import type { EgressEvent } from '../../edge/egress/passage.ts';
import { startEgressProxy } from '../../edge/egress/proxy.ts';
import { plan, runCaged } from './caged.ts';

/* What the pinned CLI's own sandbox does with the way out that a profile opens. */

const bash = (command: string) => ({ calls: [{ tool: 'Bash', input: { command } }] });
const fetch = (url: string) => `curl -sSf --max-time 5 ${url} 2>&1; echo "code=$?"`;

test('a command reaches the hosts of its profile through our proxy, and nothing else', async () => {
  const host = createServer((_asked, answer) => answer.end('PAGE-OF-THE-HOST'));
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void host.close());
  const { port } = host.address() as AddressInfo;
  const events: EgressEvent[] = [];
  const tries = [
    fetch('http://good.example/'),
    fetch('http://bad.example/'),
    fetch(`http://127.0.0.1:${port}/`),
    `timeout 3 bash -c 'cat </dev/tcp/127.0.0.1/${port}' 2>&1; timeout 3 bash -c 'echo >/dev/tcp/127.0.0.1/3128' 2>&1`,
    'ls /run/agent 2>&1; curl -sS --max-time 3 --unix-socket /run/agent/egress.sock http://good.example/ 2>&1',
  ];
  const { requests, run } = await runCaged(
    { turns: [...tries.map(bash), { text: 'Done.' }] },
    {
      plan: { ...plan, egress: ['good.example'] },
      layers: {
        ...layers,
        // Only here may a name lead to the loopback: the broker's own proxy is left out and this one put in its place.
        startBroker: async ({ egress, ...start }) => {
          const broker = await layers.startBroker({ ...start, egress: null });
          if (isRefusal(broker) || !egress) return broker;
          const world = {
            lookup: () => Promise.resolve(['127.0.0.1']),
            isForbidden: () => false,
            port: () => port,
          };
          const proxy = await startEgressProxy({ ...egress, onEvent: (event) => events.push(event) }, world);
          if (start.identity.privilege === 'root') chownSync(egress.socketPath, BROKER_UID, AGENT_GID);
          return { ...broker, close: async () => void (await Promise.all([broker.close(), proxy.close()])) };
        },
      },
    },
  );
  expect(run.stopped).toBeNull();
  const told = JSON.stringify(requests.at(-1)?.body);
  expect(told.match(/PAGE-OF-THE-HOST/g)).toHaveLength(1);
  expect(events.filter((event) => event.allowed)).toMatchObject([{ host: 'good.example', port: 80 }]);
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
