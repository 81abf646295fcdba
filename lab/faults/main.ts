import { JUDGE_HELP, judgeCommandLine } from './judge/command-line.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

process.exitCode = await run(process.argv.slice(2));

/** `npm run faults -- WHAT`: parts are killed, hung and made to answer junk while the rest does its work. */
async function run([what, ...args]: string[]): Promise<number> {
  try {
    if (what === 'judge') return await judgeCommandLine(args, say);
    throw new Error(
      what === undefined
        ? "Say what is to fail: 'judge'."
        : `There is nothing called '${what}': use 'judge'.`,
    );
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${JUDGE_HELP}`);
    return 2;
  }
}
