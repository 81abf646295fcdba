import { FLOOD_HELP, floodCommandLine } from './flood/command-line.ts';
import { GITHUB_HELP, githubCommandLine } from './github/command-line.ts';
import { JUDGE_HELP, judgeCommandLine } from './judge/command-line.ts';
import { KILL_HELP, killCommandLine } from './kill/command-line.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

type Part = { run: (args: string[], say: (line: string) => void) => Promise<number>; help: string };

const PARTS: Record<string, Part> = {
  flood: { run: floodCommandLine, help: FLOOD_HELP },
  github: { run: githubCommandLine, help: GITHUB_HELP },
  judge: { run: judgeCommandLine, help: JUDGE_HELP },
  kill: { run: killCommandLine, help: KILL_HELP },
};

process.exitCode = await run(process.argv.slice(2));

/** `npm run faults -- WHAT`: parts are killed, hung and made to answer junk while the rest does its work. */
async function run([what = '', ...args]: string[]): Promise<number> {
  const part = Object.hasOwn(PARTS, what) ? PARTS[what] : undefined;
  try {
    if (part) return await part.run(args, say);
    throw new Error(`Say what is to fail: ${Object.keys(PARTS).join(', ')}.`);
  } catch (error) {
    const helps = part ? [part.help] : Object.values(PARTS).map(({ help }) => help);
    process.stderr.write(`${(error as Error).message}\n\n${helps.join('\n')}`);
    return 2;
  }
}
