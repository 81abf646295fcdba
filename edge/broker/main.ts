import { createInterface } from 'node:readline';
import { checkKey } from './check-key.ts';
import type { BrokerMessage, BrokerOrder } from './conversation.ts';
import type { BrokerEvent } from './events.ts';
import type { BrokerConfiguration } from './options.ts';
import { serveBroker, type ServedBroker } from './serve.ts';

/*
 * The broker's own process. One line of standard input holds its configuration and the key: a file
 * descriptor, which unlike arguments and the environment nobody else can read. Each line after it is an order.
 * It ends with its input.
 */

const tell = (message: BrokerMessage) => void process.stdout.write(`${JSON.stringify(message)}\n`);

// Whoever started us is gone or does not listen: then there is nothing left to broker.
process.stdout.on('error', () => process.exit(1));
// A cancelled job signals everybody; the run's own process ends us when it has ended the agent.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

let serving: Promise<ServedBroker | null> | undefined;

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (serving === undefined) serving = start(line);
  else void obey(line).catch(fail);
});
lines.on('close', () => void stop());

/** What the parser says of a bad line quotes it, and the key stands in it. */
function read(line: string): BrokerConfiguration {
  try {
    return JSON.parse(line) as BrokerConfiguration;
  } catch {
    throw new Error('its configuration is not JSON');
  }
}

async function start(line: string): Promise<ServedBroker | null> {
  try {
    const configuration = read(line);
    const onEvent = (event: BrokerEvent) => tell({ event });
    const [broker, refusal] = await Promise.all([
      serveBroker({ ...configuration, onEvent }),
      checkKey(configuration),
    ]);
    tell({ ready: { refusal } });
    return broker;
  } catch (error) {
    fail(error);
    return null;
  }
}

function fail(error: unknown): void {
  tell({ failed: error instanceof Error ? error.message : String(error) });
}

/** Does what a line orders. What is no order ends the process, as the end of its input does. */
async function obey(line: string): Promise<void> {
  const order = readOrder(line);
  const broker = await serving;
  if (order === null || 'close' in order || !broker) return stop();
  if ('open' in order) {
    const refusal = await broker.openActor(order.open);
    return tell({ opened: { actor: order.open.actor, refusal } });
  }
  const spentMicroUsd = await broker.closeActor(order.closeActor);
  tell({ actorClosed: { actor: order.closeActor, spentMicroUsd } });
}

function readOrder(line: string): BrokerOrder | null {
  try {
    return JSON.parse(line) as BrokerOrder;
  } catch {
    // The line is not quoted: the token of an actor may stand in it.
    return null;
  }
}

async function stop(): Promise<void> {
  const broker = await serving;
  await broker?.close();
  tell({ closed: { spentMicroUsd: broker?.spentMicroUsd() ?? 0, requests: broker?.requests() ?? 0 } });
  process.stdout.write('', () => process.exit(0));
}
