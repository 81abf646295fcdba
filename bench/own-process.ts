import { fileURLToPath } from 'node:url';
import { runProcess } from '../lab/runner/process.ts';

/** The flags with which the step starts Node: those of action.yml, and a test compares them. */
export const AS_THE_STEP = [
  '--optimize-for-size',
  '--no-concurrent-recompilation',
  '--no-concurrent-sparkplug',
  '--v8-pool-size=1',
];

/**
 * Runs a program in a process of its own, started as the step is, and returns the figures in its last
 * line of JSON that begins with the field `first`. Throws when it says none.
 */
export async function figuresOf<Figures>(program: URL, word: string, first: string): Promise<Figures> {
  const lines: string[] = [];
  await runProcess({
    program: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', ...AS_THE_STEP, fileURLToPath(program), word],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    onLine: (line) => void lines.push(line),
    signal: new AbortController().signal,
    delays: { interrupt: 1000, terminate: 1000, streams: 1000 },
  });
  const last = lines.findLast((line) => line.startsWith(`{"${first}"`));
  if (last === undefined)
    throw new Error(`${program.pathname} gave no figures: ${lines.slice(-3).join(' ')}`);
  return JSON.parse(last) as Figures;
}
