import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  serveBroker,
  type ServedBroker,
  type BrokerEvent,
  type BrokerOptions,
} from '../../../edge/broker/serve.ts';
import type { makeMeter } from '../../../edge/broker/meter.ts';
import type { tellRefusals } from '../../../edge/broker/told-refusals.ts';
import type { Script, TurnFunction } from '../../../lab/model/script.ts';
import { startModel, type ScriptedModel } from '../../../lab/model/server.ts';

export const AGENT_TOKEN = 'dummy-agent-token';
export const KEY = 'dummy-real-key-0123456789';

export const plainBody = {
  model: 'claude-opus-5-5',
  max_tokens: 1000,
  messages: [{ role: 'user', content: 'Task:\nhi' }],
  tools: [{ name: 'Read', input_schema: { type: 'object', properties: {} } }],
};

export type Reply = {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  /** Milliseconds from the request to each chunk. */
  arrivals: number[];
  broken: boolean;
};

/** What an agent can do with the socket: any method, path, header and body. */
export type Send = (
  body: unknown,
  change?: { method?: string; path?: string; headers?: Record<string, string>; raw?: Buffer },
) => Promise<Reply>;

export type Pair = {
  model: ScriptedModel;
  broker: ServedBroker;
  events: BrokerEvent[];
  folder: string;
  socketPath: string;
  send: Send;
  close(): Promise<void>;
};

/** A broker on a unix socket in front of a scripted model (or of `upstream`); an ablation has another meter, or tells of every refusal. */
export async function startPair(
  script: Script | TurnFunction = { turns: [] },
  change: Partial<BrokerOptions> = {},
  meterOf?: typeof makeMeter,
  toldOf?: typeof tellRefusals,
): Promise<Pair> {
  const model = await startModel(script, { apiKey: KEY });
  const folder = await mkdtemp(join(tmpdir(), 'broker-'));
  const socketPath = join(folder, 'api.sock');
  const events: BrokerEvent[] = [];
  const options = {
    socketPath,
    upstream: model.url,
    agentToken: AGENT_TOKEN,
    apiKey: KEY,
    models: ['opus'],
    budgetMicroUsd: 1_000_000,
    maxTokensCap: 4096,
    maxRequests: 100,
    toolNames: ['Read'],
    onEvent: (event: BrokerEvent) => events.push(event),
    ...change,
  };
  const broker = await serveBroker(options, meterOf, toldOf);
  return {
    model,
    broker,
    events,
    folder,
    socketPath,
    send: sender({ socketPath }),
    async close() {
      await broker.close();
      await model.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Sends over a unix socket or, for an ablation, straight to a model's port. */
export function sender(to: { socketPath: string } | { url: string }): Send {
  const address =
    'url' in to ? { host: '127.0.0.1', port: Number(new URL(to.url).port) } : { socketPath: to.socketPath };
  return (body, change = {}) => {
    const started = performance.now();
    const bytes = change.raw ?? Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        ...address,
        agent: false,
        method: change.method ?? 'POST',
        path: change.path ?? '/v1/messages?beta=true',
        headers: {
          'content-type': 'application/json',
          'anthropic-version': '2023-06-01',
          'x-api-key': AGENT_TOKEN,
          ...change.headers,
        },
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        const reply: Reply = {
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: '',
          arrivals: [],
          broken: false,
        };
        response.on('data', (chunk: Buffer) => {
          reply.text += chunk.toString('utf8');
          reply.arrivals.push(performance.now() - started);
        });
        response.on('error', () => (reply.broken = true));
        response.on('close', () => resolve(reply));
      });
      outgoing.end(bytes);
    });
  };
}
