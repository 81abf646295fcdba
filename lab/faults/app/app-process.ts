import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../../../app/main.ts';
import { holedStore } from './holed-store.ts';
import type { AppOrder } from './order.ts';
import { struckStore } from './struck-store.ts';
import { watched } from './watched.ts';

/** The process of one app under test. It is loaded before it is needed: it starts when the file of its order is there. */
const [, , file = ''] = process.argv;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const parent = process.ppid;
// Whoever started it may have been killed, too.
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, 1000).unref();
say(`pid ${process.pid}`);
while (!existsSync(file)) {
  if (process.ppid !== parent) process.exit();
  await sleep(10);
}
const order = JSON.parse(readFileSync(file, 'utf8')) as AppOrder;
const app = await startApp({
  ...order.settings,
  ...(order.watch === undefined ? {} : watched(order.watch, say)),
  log: (line) => say(`log ${line}`),
  storeAs: (store) => struckStore(holedStore(store, order.holes), order.strike),
});
say(`listening ${app.url}`);
