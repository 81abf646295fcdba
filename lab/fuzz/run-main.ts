import { readFileSync } from 'node:fs';
import type { RunOrder } from './order.ts';
import { attackedRun } from './attacked-run.ts';

/** The process of one attacked run: its one argument is the file of its order. */
const [file = ''] = process.argv.slice(2);
await attackedRun(JSON.parse(readFileSync(file, 'utf8')) as RunOrder, (told) =>
  process.stdout.write(`${JSON.stringify(told)}\n`),
);
