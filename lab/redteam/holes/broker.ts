import { chmod } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Layers } from '../../../action/caged-job.ts';
import { canaryStep } from '../../../core/model-request/canary.ts';
import type { ModelRequest } from '../../../core/model-request/schema.ts';
import { answerCanary } from '../../../edge/broker/answer-canary.ts';
import type { BrokerActor } from '../../../edge/broker/options.ts';
import { requestHeaders } from '../../../edge/broker/headers.ts';
import { replacing } from './hole.ts';

type Start = Parameters<Layers['startBroker']>[0];

/** A proxy that adds the key to whatever comes and sends it on. */
export const brokerWithoutValidation = replacing(() => ({
  startBroker: (start) => naiveBroker(start),
}));

/** The same, and the CLI is not told how much it may ask for. */
export const brokerWithoutReservation = replacing(({ launchEnvironment }) => ({
  startBroker: (start) => naiveBroker(start),
  launchEnvironment: (limits) => {
    const { CLAUDE_CODE_MAX_OUTPUT_TOKENS: _cap, ...rest } = launchEnvironment(limits);
    return rest;
  },
}));

async function naiveBroker(start: Start) {
  const closings = new Map([['main', await listen(start, start.socketPath)]]);
  const closeActor = async (actor: string) => {
    await closings.get(actor)?.();
    return 0;
  };
  return {
    spentMicroUsd: () => 0,
    lost: new Promise<never>(() => {}),
    async openActor({ actor, ...own }: BrokerActor) {
      closings.set(actor, await listen({ ...start, ...own }, own.socketPath));
      return null;
    },
    closeActor,
    close: async () => void (await Promise.all([...closings.keys()].map(closeActor))),
  };
}

async function listen(start: Start, socketPath: string): Promise<() => Promise<void>> {
  const server = createServer((from, to) => void passOn(start, from, to).catch(() => to.destroy()));
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  await chmod(socketPath, 0o666);
  return () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function passOn(start: Start, from: IncomingMessage, to: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of from) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const sent = asRequest(body);
  // The start-up check is the supervisor's and not the matter here.
  const step = sent !== null && start.canary ? canaryStep(sent, start.canary) : null;
  if (sent !== null && start.canary && step !== null) return void answerCanary(to, sent, start.canary, step);
  // The CLI's own headers are not the matter either: only what an attack adds is.
  const known = requestHeaders(from.headers, { apiKey: start.apiKey, authHeader: 'x-api-key' }, body.length);
  const strange = Object.fromEntries(
    Object.entries(from.headers).filter(([name]) => /^x-(?!app|stainless|api-key|claude)/.test(name)),
  );
  const onward = httpRequest(
    new URL(from.url ?? '/', new URL(start.upstream)),
    { method: from.method ?? 'GET', headers: { ...known, ...strange } },
    (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    },
  );
  onward.on('error', () => to.destroy());
  onward.end(body);
}

function asRequest(body: Buffer): ModelRequest | null {
  try {
    const read = JSON.parse(body.toString('utf8')) as ModelRequest;
    return Array.isArray(read.messages) ? read : null;
  } catch {
    return null;
  }
}
