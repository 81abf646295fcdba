import { markdownCommandLine } from './command-line.ts';

process.exitCode = await markdownCommandLine(process.argv.slice(2), (line) =>
  process.stdout.write(`${line}\n`),
);
