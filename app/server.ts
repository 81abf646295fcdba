import { Fault } from '../core/fault.ts';
import { readSettings } from './env.ts';
import { startApp } from './main.ts';

/** Runs the app until it is told to stop. The only file of app/ that writes to the terminal. */
async function serve(): Promise<void> {
  const settings = readSettings();
  if ('problems' in settings) {
    process.stderr.write(`The app cannot start:\n${settings.problems.map((line) => `- ${line}\n`).join('')}`);
    process.exitCode = 1;
    return;
  }
  const app = await startApp(settings);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    app.close().catch(() => (process.exitCode = 1));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Last, so that whoever waits for this line can stop us in good order.
  process.stdout.write(`Listening on ${app.url}\nticket-key: ${app.ticketKey}\n`);
}

try {
  await serve();
} catch (error) {
  const line = error instanceof Fault ? `${error.message} ${error.remedy}` : `defect: ${String(error)}`;
  process.stderr.write(`The app cannot start: ${line}\n`);
  process.exitCode = 1;
}
