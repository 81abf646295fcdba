import { join } from 'node:path';
import type { superviseRun as Supervise } from '../edge/claude/supervise.ts';
import { planOf } from '../lab/fuzz/shapes.ts';
import { packageRoot } from '../lab/package-root.ts';
import { ownPeak } from '../lab/own-peak.ts';

/** Supervises shell words that play the CLI, by the built code as a step runs it; prints its own peak memory. */
const { superviseRun } = (await import(join(packageRoot, 'build/edge/claude/supervise.js'))) as {
  superviseRun: typeof Supervise;
};
const run = await superviseRun({
  command: { program: '/bin/bash', args: ['-c', process.argv[2] ?? ''] },
  prompt: 'go',
  canary: null,
  plan: planOf('reviewer'),
  version: '9.9.9',
  cancelled: new AbortController().signal,
  alarms: [],
  onNote: () => {},
});
const peak = ownPeak() / 1e6;
const ended = run.stopped?.code ?? `read to its end, ${run.results.length} result`;
process.stdout.write(`${JSON.stringify({ peak, ended })}\n`);
