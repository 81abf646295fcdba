import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answering } from './schedule.ts';

/** A model that answers when it is told to, and how. */
export type HeldModel = {
  url: string;
  /** Resolves when the request of this number is here. */
  arrived(ask: number): Promise<void>;
  /** Whether it is, or was. */
  has(ask: number): boolean;
  /** How many requests came, whatever became of them. */
  count(): number;
  answer(ask: number, how: Answering): void;
  close(): Promise<void>;
};

/** Starts it. The number of a request stands in the text of its first message. */
export async function startHeldModel(): Promise<HeldModel> {
  const held = new Map<number, ServerResponse>();
  const waiting = new Map<number, () => void>();
  let count = 0;
  const server = createServer((request, response) => {
    // Whoever asked may be gone before it is answered.
    response.on('error', () => {});
    const keep = async () => {
      const ask = await numberOf(request);
      count += 1;
      // Nobody who may ask has such a number: whoever got this far is to hear of it.
      if (ask < 0) return answerWith(response, { is: 'whole', input: 1, output: 1 });
      held.set(ask, response);
      waiting.get(ask)?.();
    };
    keep().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived: (ask) =>
      held.has(ask) ? Promise.resolve() : new Promise((resolve) => waiting.set(ask, resolve)),
    has: (ask) => held.has(ask),
    count: () => count,
    answer(ask, how) {
      const response = held.get(ask);
      if (response !== undefined) answerWith(response, how);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerWith(response: ServerResponse, how: Answering): void {
  const status = how.is === 'error' ? how.status : 200;
  response.writeHead(status, { 'content-type': 'application/json' });
  if (how.is === 'whole') {
    const usage = { input_tokens: how.input, output_tokens: how.output };
    response.end(JSON.stringify({ type: 'message', content: [], usage }));
  } else if (how.is === 'error') {
    response.end(JSON.stringify({ type: 'error', error: { type: 'api_error', message: 'as it was told' } }));
  } else {
    response.write('{"type":"message","usage":{"input_tokens":1,', () => response.destroy());
  }
}

async function numberOf(request: IncomingMessage): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: { content: string }[] };
  return Number(body.messages[0]?.content);
}
