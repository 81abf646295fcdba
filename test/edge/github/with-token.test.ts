import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { requestWithToken } from '../../../edge/github/with-token.ts';

test('a call that GitHub never answers is given up', async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const request = requestWithToken(`http://127.0.0.1:${port}`, 'dummy-token', 0.1);
  await expect(request('GET /rate_limit')).rejects.toThrow(/time/i);
});
