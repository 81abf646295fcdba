import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A comment's webhook, to be sent with ever new ids. */
export type Template = { comment: { id: number } };

/** The templates are sent in turn. */
export type Load = { url: string; secret: string; templates: readonly Template[]; connections: number };

let lastId = 1_000_000_000;

/**
 * Sends so many webhooks over so many connections, each as soon as the one before it is answered. All are signed
 * before the first is sent, and sent as bytes: on a small machine the sender must not take the receiver's time.
 */
export async function sendWebhooks(
  { url, secret, templates, connections }: Load,
  count: number,
): Promise<{ perSecond: number; milliseconds: number[] }> {
  const requests = Array.from({ length: count }, (_, at) =>
    signed(templates[at % templates.length] as Template, secret),
  );
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  const milliseconds: number[] = [];
  const work = async (socket: Socket): Promise<void> => {
    for (let next = requests.pop(); next; next = requests.pop()) {
      const began = performance.now();
      const status = await post(socket, next);
      if (status !== 200 && status !== 202) throw new Error(`a webhook was answered with ${status}`);
      milliseconds.push(performance.now() - began);
    }
  };
  const began = performance.now();
  try {
    await Promise.all(sockets.map(work));
    return { perSecond: (count / (performance.now() - began)) * 1000, milliseconds };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** A whole request as GitHub sends it. */
export function signed(template: Template, secret: string, guid: string = randomUUID()): Buffer {
  lastId += 1;
  const body = JSON.stringify({ ...template, comment: { ...template.comment, id: lastId } });
  const head = [
    'POST /api/github/webhooks HTTP/1.1',
    'host: 127.0.0.1',
    'accept: */*',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'user-agent: GitHub-Hookshot/bench',
    `x-github-delivery: ${guid}`,
    'x-github-event: issue_comment',
    'x-github-hook-id: 1',
    'x-github-hook-installation-target-id: 1',
    'x-github-hook-installation-target-type: integration',
    `x-hub-signature-256: sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Opens a connection that stays open from one request to the next. */
export async function open(url: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Resolves to the answer's status when all of it is there. */
export function post(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (bytes: Buffer): void => {
      text += bytes.toString('latin1');
      if (isWhole(text)) end(() => resolve(Number(text.slice(9, 12))));
    };
    const onClose = (): void => end(() => reject(new Error('the connection closed before the answer')));
    const end = (tell: () => void): void => {
      socket.off('data', onData).off('close', onClose).off('error', onClose);
      tell();
    };
    socket.on('data', onData).on('close', onClose).on('error', onClose);
    socket.write(request);
  });
}

function isWhole(text: string): boolean {
  const body = text.indexOf('\r\n\r\n') + 4;
  if (body < 4) return false;
  const length = /^content-length: *(\d+)/im.exec(text.slice(0, body))?.[1];
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= body + Number(length);
}
