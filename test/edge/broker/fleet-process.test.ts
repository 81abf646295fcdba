import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isRefusal } from '../../../core/refusal.ts';
import type { BrokerActor } from '../../../edge/broker/options.ts';
import { startBroker, type Broker, type BrokerEvent } from '../../../edge/broker/start.ts';
import { findIdentity } from '../../../edge/cage/identity.ts';
import { makeRunFolder, type RunFolder } from '../../../edge/files/run-folder.ts';
import { startModel, type ScriptedModel } from '../../../lab/model/server.ts';
import { startOptions } from './start-options.ts';
import { KEY, plainBody, sender } from './start-pair.ts';

/* The broker of a fleet as the process that it is in a run: what is ordered, and what comes back. */

const identity = await findIdentity(process.getuid?.() ?? -1);
/** 10 tokens in and 5 out, by the price list. */
const COST = 140;

let base = '';
let folder: RunFolder;
let model: ScriptedModel;
let broker: Broker;
const events: BrokerEvent[] = [];
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'broker-fleet-'));
  chmodSync(base, 0o755);
  folder = await makeRunFolder(base, identity);
  model = await startModel(
    { turns: [{ text: 'Hello.', usage: { input_tokens: 10, output_tokens: 5 } }] },
    { apiKey: KEY },
  );
  events.length = 0;
  const started = await startBroker({
    identity,
    folder: folder.root,
    ...startOptions(model.url),
    socketPath: join(folder.sockets, 'api.sock'),
    socketMode: 0o660,
    onEvent: (event) => events.push(event),
  });
  if (isRefusal(started)) throw new Error(started.because);
  broker = started;
});
afterEach(async () => {
  await broker.close();
  await model.close();
  await folder.dispose();
  rmSync(base, { recursive: true, force: true });
});

function worker(actor: string, change: Partial<BrokerActor> = {}): BrokerActor {
  const { models, toolNames, maxTokensCap, maxRequests } = startOptions(model.url);
  return {
    actor,
    parent: actor.slice(0, actor.lastIndexOf('/')),
    socketPath: join(folder.sockets, `${actor.replaceAll('/', '-')}.sock`),
    socketMode: 0o660,
    agentToken: `dummy-token-of-${actor}`,
    models,
    toolNames,
    maxTokensCap,
    maxRequests,
    budgetMicroUsd: 200_000,
    ...change,
  };
}

function send(actor: string) {
  const { socketPath, agentToken } = worker(actor);
  return sender({ socketPath })(plainBody, { headers: { 'x-api-key': agentToken } });
}

test('serves, counts and ends workers of workers', async () => {
  expect(await broker.openActor(worker('main/1'))).toBeNull();
  expect(await broker.openActor(worker('main/1/1', { budgetMicroUsd: 150_000 }))).toBeNull();
  expect(await broker.openActor(worker('main/1/2'))).toMatchObject({ code: 'over-envelope' });
  expect([(await send('main/1')).status, (await send('main/1/1')).status]).toEqual([200, 200]);
  await vi.waitUntil(() => broker.spentMicroUsd() === 2 * COST);
  expect([broker.spentMicroUsd('main/1'), broker.spentMicroUsd('main/1/1')]).toEqual([2 * COST, COST]);
  expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set(['main/1', 'main/1/1']));
  expect(await broker.closeActor('main/1/1')).toBe(COST);
  expect(await broker.closeActor('main/1')).toBe(2 * COST);
  expect(await broker.closeActor('main/1')).toBe(2 * COST);
  expect(await broker.closeActor('main/7')).toBe(0);
  expect(existsSync(worker('main/1').socketPath)).toBe(false);
  expect(await broker.openActor(worker('main/2', { budgetMicroUsd: 1_000_000 - 2 * COST }))).toBeNull();
  await broker.close();
  expect(existsSync(worker('main/2').socketPath)).toBe(false);
  expect(broker.spentMicroUsd()).toBe(2 * COST);
});

test('that is gone leaves nobody waiting: what it was told of money stands', async () => {
  expect(await broker.openActor(worker('main/1'))).toBeNull();
  expect((await send('main/1')).status).toBe(200);
  await vi.waitUntil(() => broker.spentMicroUsd() === COST);
  await broker.close();
  expect(await broker.openActor(worker('main/3'))).toMatchObject({ code: 'broker-lost' });
  expect([await broker.closeActor('main/1'), broker.spentMicroUsd('main/1')]).toEqual([COST, COST]);
});

test('that does not come to the end of an order is ended itself', async () => {
  expect(await broker.openActor(worker('main/1'))).toBeNull();
  const words = ['-f', join(folder.root, 'broker.mjs')];
  const [pid] = execFileSync('pgrep', words, { encoding: 'utf8' }).trim().split('\n');
  process.kill(Number(pid), 'SIGSTOP');
  const opening = broker.openActor(worker('main/2'));
  expect(await broker.closeActor('main/1')).toBe(0);
  expect(await broker.lost).toMatchObject({ code: 'broker-lost' });
  expect(await opening).toMatchObject({ code: 'broker-lost' });
});
