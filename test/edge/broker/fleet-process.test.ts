import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BrokerActor } from '../../../edge/broker/options.ts';
import type { Broker } from '../../../edge/broker/start.ts';
import { openBrokerStage, type BrokerStage } from './broker-stage.ts';
import { startOptions } from './start-options.ts';
import { plainBody, sender } from './start-pair.ts';

/* The broker of a fleet as the process that it is in a run: what is ordered, and what comes back. */

/** 10 tokens in and 5 out, by the price list. */
const COST = 140;

let stage: BrokerStage;
let broker: Broker;
beforeEach(async () => {
  stage = await openBrokerStage();
  broker = await stage.started({ socketMode: 0o660 });
});
afterEach(async () => {
  await broker.close();
  await stage.close();
});

function worker(actor: string, change: Partial<BrokerActor> = {}): BrokerActor {
  const { models, toolNames, maxTokensCap, maxRequests } = startOptions(stage.model.url);
  return {
    actor,
    parent: actor.slice(0, actor.lastIndexOf('/')),
    socketPath: join(stage.folder.sockets, `${actor.replaceAll('/', '-')}.sock`),
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
  expect(new Set(stage.events.map(({ actor }) => actor))).toEqual(new Set(['main/1', 'main/1/1']));
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
  const words = ['-f', join(stage.folder.root, 'broker.mjs')];
  const [pid] = execFileSync('pgrep', words, { encoding: 'utf8' }).trim().split('\n');
  process.kill(Number(pid), 'SIGSTOP');
  const opening = broker.openActor(worker('main/2'));
  expect(await broker.closeActor('main/1')).toBe(0);
  expect(await broker.lost).toMatchObject({ code: 'broker-lost' });
  expect(await opening).toMatchObject({ code: 'broker-lost' });
});
