import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRecorder } from '../action/record.ts';
import { openDesk } from '../action/desk.ts';
import { isRefusal } from '../core/refusal.ts';
import { judge } from '../core/policy/judge.ts';
import { superviseRun } from '../edge/claude/supervise.ts';
import { openAuditLog } from '../edge/files/audit-log.ts';
import { planOf } from '../lab/fuzz/shapes.ts';

/**
 * A process that supervises `asking-cli.ts`: real judge, real record on disk, real log. Its last line has the
 * latencies that the other side saw and those between the judge's question and the end of the record.
 */
const folder = await mkdtemp(join(tmpdir(), 'agent-dispatch-judge-'));
const asker = fileURLToPath(new URL('asking-cli.ts', import.meta.url));
const plan = planOf('tester');
const within: number[] = [];
let askedAt = 0;
try {
  const recorder = makeRecorder(
    openDesk({ 'api-key': 'sk-ant-api03-dummy-key-of-the-bench' }),
    openAuditLog(folder),
  );
  const run = await superviseRun({
    command: {
      program: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', asker, ...process.argv.slice(2)],
    },
    prompt: 'go',
    canary: null,
    plan,
    version: '9.9.9',
    judge(call) {
      askedAt = performance.now();
      return judge(call, plan);
    },
    cancelled: new AbortController().signal,
    alarms: [],
    onNote(note) {
      recorder.onNote(note);
      if (note.kind === 'asked') within.push(performance.now() - askedAt);
    },
  });
  if (run.stopped && isRefusal(run.stopped)) throw new Error(run.stopped.because);
  const text = run.results.at(-1)?.text ?? '[]';
  process.stdout.write(`\n${JSON.stringify({ roundTrips: JSON.parse(text), within })}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
