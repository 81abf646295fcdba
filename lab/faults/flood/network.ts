import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../fuzz/random.ts';

/** How many webhooks in a hundred come twice, late or not at all. */
export type Weather = { duplicates: number; reordered: number; dropped: number };

/** What lies between GitHub and the app. */
export type Network = {
  url: string;
  /** How many webhooks GitHub sent, and what became of them; `sent`: what the app got, twice counted twice. */
  counts: { heard: number; sent: number; duplicates: number; reordered: number; dropped: number };
  /** Answers of the app other than 202, and calls without one. */
  problems: string[];
  /** GUIDs of the deliveries that no app would keep while the store was away. */
  unkept: ReadonlySet<string>;
  /** From now on nobody is surprised by a delivery that is not kept, or by the opposite. */
  expectOutage(isOut: boolean): void;
  /** From now on every webhook comes once and at once. */
  calm(): void;
  /** Resolves when nothing is on its way. */
  flushed(): Promise<void>;
  close(): Promise<void>;
};

/** What is late is late by at most so much. */
const LATEST_MS = 400;

/** Carries webhooks to the replicas, whichever it pleases, and not in good order. */
export async function openNetwork(
  targets: readonly string[],
  weather: Weather,
  random: Random,
): Promise<Network> {
  const counts = { heard: 0, sent: 0, duplicates: 0, reordered: 0, dropped: 0 };
  const problems: string[] = [];
  const unkept = new Set<string>();
  let isOut = false;
  const underWay = new Set<Promise<void>>();
  let now = weather;
  const send = (guid: string, headers: Record<string, string>, body: string, delay: number): void => {
    const target = random.pick(targets);
    counts.sent += 1;
    const sent = carry(target, headers, body, delay)
      .catch((error: unknown) => String(error))
      .then((problem) => void (problem !== null && (isOut ? unkept.add(guid) : problems.push(problem))))
      .finally(() => underWay.delete(sent));
    underWay.add(sent);
  };
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      counts.heard += 1;
      const late = random.chance(now.reordered);
      const twice = random.chance(now.duplicates);
      const isDropped = random.chance(now.dropped);
      response.writeHead(isDropped ? 502 : 202).end();
      if (isDropped) return void (counts.dropped += 1);
      const headers = plain(request.headers);
      counts.reordered += late ? 1 : 0;
      const guid = headers['x-github-delivery'] ?? '';
      send(guid, { ...headers }, body, late ? random.below(LATEST_MS) : 0);
      if (!twice) return undefined;
      counts.duplicates += 1;
      // The GUID is not signed: whoever replays may choose another.
      if (random.chance(50)) headers['x-github-delivery'] = randomUUID();
      return send(guid, headers, body, random.below(LATEST_MS));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`,
    counts,
    problems,
    unkept,
    expectOutage: (expected) => void (isOut = expected),
    calm: () => void (now = { duplicates: 0, reordered: 0, dropped: 0 }),
    async flushed() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Null when the app has taken it. */
async function carry(
  target: string,
  headers: Record<string, string>,
  body: string,
  delay: number,
): Promise<string | null> {
  if (delay > 0) await sleep(delay);
  const { status } = await fetch(`${target}/api/github/webhooks`, { method: 'POST', headers, body });
  return status === 202 ? null : `the app answered ${status} to ${headers['x-github-event']}`;
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => /^(content-type|user-agent|x-)/.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
