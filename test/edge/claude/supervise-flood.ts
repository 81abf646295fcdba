import { ownPeak } from '../../../lab/own-peak.ts';
import { superviseRun } from '../../../edge/claude/supervise.ts';

/* A process that supervises a flood: `node supervise-flood.ts '<shell words that play the CLI>'`. Prints its peak memory in MiB and how the run ended. */

const run = await superviseRun({
  command: { program: '/bin/sh', args: ['-c', process.argv[2] ?? ''] },
  prompt: 'look',
  plan: {
    model: 'claude-opus-5-5',
    tools: ['Read'],
    allowedTools: ['Read'],
    disallowedTools: [],
    taintedTools: ['Read', 'Grep', 'Glob', 'Bash', 'Edit', 'Write'],
    policy: 'allow_list' as const,
    permissionMode: 'manual',
    maxTurns: 3,
    budgetUsd: 1,
    timeoutMinutes: 2,
    egress: [],
  },
  version: '9.9.9',
  cancelled: new AbortController().signal,
  alarms: [],
  canary: null,
  onNote: () => {},
});
const peak = Math.round(ownPeak() / 1024 ** 2);
process.stdout.write(
  JSON.stringify({ peak, stopped: run.stopped?.code ?? null, results: run.results.length }),
);
