import { noCalls } from '../../../core/audit/call-counts.ts';
import { readEvents } from '../../../core/events/read.ts';
import type { ResultEvent } from '../../../core/events/run-event.ts';
import { judge } from '../../../core/policy/judge.ts';
import { startClaude } from '../../../edge/claude/process.ts';
import type { Supervised, Supervision } from '../../../edge/claude/supervision.ts';
import { replacing } from './hole.ts';

/** Every call is allowed, whatever it is; the start is not compared with the plan. */
export const noMediation = replacing(() => ({ superviseRun: (run) => naive(run, false) }));

/** The start is not compared with the plan; calls are judged. */
export const uncheckedStart = replacing(() => ({ superviseRun: (run) => naive(run, true) }));

/** What the agent writes goes to the step's own output. */
export const stdoutInherited = replacing(({ superviseRun }) => ({
  async superviseRun(run) {
    const ended = await superviseRun(run);
    process.stdout.write(`${ended.results.at(-1)?.text ?? ended.lastText}\n`);
    return ended;
  },
}));

/** A minute is six seconds, so that a limit in minutes can be watched. */
export const shortMinutes = replacing(({ superviseRun }) => ({
  superviseRun: (run) =>
    superviseRun({ ...run, plan: { ...run.plan, timeoutMinutes: run.plan.timeoutMinutes / 10 } }),
}));

/** The agent may take as long as it likes, and so may its commands. */
export const unboundedTime = replacing(({ superviseRun, launchEnvironment }) => ({
  superviseRun: (run) => superviseRun({ ...run, plan: { ...run.plan, timeoutMinutes: LONG_MINUTES } }),
  launchEnvironment: (facts) => launchEnvironment({ ...facts, bashMinutes: LONG_MINUTES }),
}));
const LONG_MINUTES = 600;

/** Whatever was said, an exit code of 0 or a text is a success. */
export const verdictByExitCode = replacing(({ superviseRun }) => ({
  async superviseRun(run) {
    const ended = await superviseRun(run);
    const last = ended.results.at(-1) ?? NOTHING;
    const results = [{ ...last, subtype: 'success', isError: false, terminalReason: 'completed' }];
    return { ...ended, results, stopped: null, exitCode: 0, lastText: ended.lastText || 'All is well.' };
  },
}));

/** A last word that was never said. */
const NOTHING: ResultEvent = {
  kind: 'result',
  subtype: 'success',
  isError: false,
  terminalReason: 'completed',
  text: 'All is well.',
  costUsd: null,
  durationMs: null,
  turns: null,
  apiErrorStatus: null,
  errors: [],
};

/** A supervisor that trusts: it starts the CLI, answers its questions and waits. */
function naive(run: Supervision, judges: boolean): Promise<Supervised> {
  const results: Supervised['results'] = [];
  let lastText = '';
  let calls = noCalls;
  const handle = (line: string) => {
    for (const event of readEvents(line)) {
      if (event.kind === 'init') run.onNote({ kind: 'started', init: event });
      if (event.kind === 'text') lastText = event.text;
      if (event.kind === 'result') {
        results.push(event);
        claude.closeInput();
      }
      if (event.kind !== 'question') continue;
      calls = { ...calls, asked: calls.asked + 1 };
      const call = { tool: event.tool, input: event.input, actor: event.actor };
      const verdict = judges
        ? judge(call, run.plan, run.taint)
        : ({ allow: true, rule: 'no-objection' } as const);
      run.onNote({ kind: 'asked', callId: event.callId, call, verdict });
      const response = verdict.allow
        ? { behavior: 'allow', updatedInput: event.input }
        : { behavior: 'deny', message: verdict.because };
      claude.send({
        type: 'control_response',
        response: { subtype: 'success', request_id: event.requestId, response },
      });
    }
  };
  const claude = startClaude(run.command, handle, () => claude.kill());
  claude.send({
    type: 'user',
    message: { role: 'user', content: run.prompt },
    parent_tool_use_id: null,
    session_id: '',
  });
  run.cancelled.addEventListener('abort', claude.kill, { once: true });
  const timer = setTimeout(claude.kill, run.plan.timeoutMinutes * 60_000);
  return claude.ended
    .then(({ exitCode, stderrTail }) => ({
      exitCode,
      stderrTail,
      results,
      lastText,
      stopped: null,
      cancelled: run.cancelled.aborted,
      timedOut: false,
      taint: run.taint ?? [],
      tray: [],
      calls,
    }))
    .finally(() => clearTimeout(timer));
}
