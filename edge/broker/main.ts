import { createInterface } from 'node:readline';
import { startEgressProxy } from '../egress/proxy.ts';
import { checkKey } from './check-key.ts';
import type { BrokerEvent } from './events.ts';
import type { BrokerConfiguration } from './options.ts';
import { serveBroker, type ServedBroker } from './serve.ts';
import type { BrokerMessage } from './start.ts';

/*
 * The broker's own process. One line of standard input holds its configuration and the key: a file
 * descriptor, which unlike arguments and the environment nobody else can read. It ends with its input.
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
  else void stop();
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
    const { egress } = configuration;
    const [broker, refusal, proxy] = await Promise.all([
      serveBroker({ ...configuration, onEvent }),
      checkKey(configuration),
      egress ? startEgressProxy({ ...egress, onEvent: (one) => onEvent({ kind: 'egress', ...one }) }) : null,
    ]);
    tell({ ready: { refusal } });
    return { ...broker, close: async () => void (await Promise.all([broker.close(), proxy?.close()])) };
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

async function stop(): Promise<void> {
  const broker = await serving;
  await broker?.close();
  tell({ closed: { spentMicroUsd: broker?.spentMicroUsd() ?? 0, requests: broker?.requests() ?? 0 } });
  process.stdout.write('', () => process.exit(0));
}
