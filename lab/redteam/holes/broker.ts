import { chmod } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import type { Layers } from '../../../action/caged-job.ts';
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
  const upstream = new URL(start.upstream);
  const server = createServer((from, to) => {
    const { host: _host, authorization: _bearer, ...headers } = from.headers;
    const onward = httpRequest(
      new URL(from.url ?? '/', upstream),
      { method: from.method ?? 'GET', headers: { ...headers, 'x-api-key': start.apiKey } },
      (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      },
    );
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(start.socketPath, resolve));
  await chmod(start.socketPath, 0o666);
  return {
    spentMicroUsd: () => 0,
    lost: new Promise<never>(() => {}),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
