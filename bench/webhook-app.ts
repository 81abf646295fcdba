import { startApp } from '../app/main.ts';
import type { Settings } from '../app/settings.ts';

/** The app as it is, in a process of its own. */
const [, , settings = '{}'] = process.argv;
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, 1000).unref();
const app = await startApp({
  ...(JSON.parse(settings) as Settings),
  log: (line) => void process.stdout.write(`log ${line}\n`),
});
process.stdout.write(`pid ${process.pid}\n`);
process.stdout.write(`listening ${app.url}\n`);
process.once('SIGINT', () => void app.close().then(() => process.exit()));
