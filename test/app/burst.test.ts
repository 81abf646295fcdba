import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { open, post, signed } from '../../bench/webhook-load.ts';
import { makeFaultWorld } from '../../lab/faults/app/world.ts';

const CONNECTIONS = 16;
const ENOUGH = 100;
const template = {
  action: 'created',
  comment: { id: 1, body: 'Thanks.', user: { id: 2, login: 'wanda', type: 'User' } },
  issue: { number: 1 },
  repository: { id: 42, name: 'app', full_name: 'acme/app', archived: false, owner: { login: 'acme' } },
  installation: { id: 5 },
};

test('what was acknowledged in a burst is in the store after SIGKILL', async () => {
  const world = await makeFaultWorld({ engine: 'sqlite', runJob: () => Promise.reject(new Error('no run')) });
  onTestFinished(() => world.close());
  const app = await world.startApp();
  const acknowledged: string[] = [];
  const enough = Promise.withResolvers<void>();
  const send = async (): Promise<void> => {
    const socket = await open(app.url());
    for (;;) {
      const guid = randomUUID();
      expect(await post(socket, signed(template, world.webhooks.secret, guid))).toBe(202);
      acknowledged.push(guid);
      if (acknowledged.length >= ENOUGH) enough.resolve();
    }
  };
  const senders = Array.from({ length: CONNECTIONS }, send);
  await Promise.race([enough.promise, ...senders]);
  await app.kill();
  const cut = await Promise.allSettled(senders);
  expect(cut.map(({ status }) => status)).toEqual(cut.map(() => 'rejected'));

  const database = new DatabaseSync(join(world.engine.settings.stateDir, 'dispatch.db'));
  onTestFinished(() => database.close());
  const kept = new Set(
    database
      .prepare('SELECT delivery FROM inbox')
      .all()
      .map((row) => row['delivery']),
  );
  expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH);
  expect(acknowledged.filter((guid) => !kept.has(guid))).toEqual([]);
  // Whoever was not answered sends again: at most one of each connection is in the store unheard of.
  expect(kept.size - acknowledged.length).toBeLessThanOrEqual(CONNECTIONS);
});
