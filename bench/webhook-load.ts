import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** A comment's webhook, to be sent with ever new ids. */
export type Template = { comment: { id: number } };

export type Load = { url: string; secret: string; template: Template; connections: number };

let lastId = 1_000_000_000;

/** Sends so many webhooks over so many connections, each as soon as the one before it is answered. */
export async function sendWebhooks(
  { url, secret, template, connections }: Load,
  count: number,
): Promise<{ perSecond: number; milliseconds: number[] }> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const milliseconds: number[] = [];
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { headers, body } = signed(template, secret);
      const began = performance.now();
      await post(`${url}/api/github/webhooks`, agent, headers, body);
      milliseconds.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  const perSecond = (count / (performance.now() - began)) * 1000;
  agent.destroy();
  return { perSecond, milliseconds };
}

function signed(template: Template, secret: string) {
  lastId += 1;
  const body = JSON.stringify({ ...template, comment: { ...template.comment, id: lastId } });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'GitHub-Hookshot/bench',
    'x-github-delivery': randomUUID(),
    'x-github-event': 'issue_comment',
    'x-hub-signature-256': `sha256=${signature}`,
  };
  return { headers, body };
}

/** Resolves when the acknowledgement is there; rejects when it is none. */
function post(url: string, agent: Agent, headers: Record<string, string>, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode === 200 || statusCode === 202) resolve();
        else reject(new Error(`a webhook was answered with ${statusCode}`));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
