import { CANARY_REFUSED, canaryPrompt, type Canary } from '../../core/launch/canary.ts';
import type { RunEvent } from '../../core/events/run-event.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import type { ClaudeProcess } from './process.ts';

/** Milliseconds for the whole start-up check, on a slow machine. */
const CANARY_MS = 30_000;

/** What the start-up check can do to a run. */
export type CanaryEnds = {
  /** The refusal was asked for and held: the task may be sent. */
  held: () => void;
  stop: (refusal: Refusal) => void;
};

/**
 * The time before the task: one call is provoked, must be brought to us as a question, and must not be made
 * when we refuse it. Anything else ends the run before the task is sent.
 */
export function startCanary(canary: Canary, claude: ClaudeProcess, ends: CanaryEnds) {
  let asked = false;
  let refused = false;
  const timer = setTimeout(() => fail('was not asked about in time'), CANARY_MS);
  const fail = (what: string) => {
    clearTimeout(timer);
    ends.stop(failure(canary, what));
  };
  sendUserMessage(claude, canaryPrompt(canary));
  return {
    cancel: () => clearTimeout(timer),
    handle(event: RunEvent): void {
      switch (event.kind) {
        case 'question':
          if (event.callId !== canary.callId || asked) return fail('came with another call');
          asked = true;
          return denyCanary(claude, event.requestId);
        case 'call-result':
          if (event.callId !== canary.callId) return fail('came with the result of another call');
          if (!asked) return fail('was made without asking');
          refused = event.isError && event.text.includes(CANARY_REFUSED);
          return refused ? undefined : fail('was made although it was refused');
        case 'result':
          if (!refused || event.isError)
            return fail(`ended with ${event.text.slice(0, 200) || event.subtype}`);
          clearTimeout(timer);
          return ends.held();
        default:
          return;
      }
    },
  };
}

export type CanaryPhase = ReturnType<typeof startCanary>;

/** Sends one message of a user, which begins a turn. */
export function sendUserMessage(claude: ClaudeProcess, content: string): void {
  claude.send({
    type: 'user',
    message: { role: 'user', content },
    parent_tool_use_id: null,
    session_id: '',
  });
}

function denyCanary(claude: ClaudeProcess, requestId: string): void {
  const response = { behavior: 'deny', message: CANARY_REFUSED };
  claude.send({
    type: 'control_response',
    response: { subtype: 'success', request_id: requestId, response },
  });
}

function failure({ tool }: Canary, what: string): Refusal {
  return refuse(
    'canary-failed',
    `The start-up check failed: its call of ${tool} ${what}.`,
    'The task was not sent. Report this with the version of the CLI.',
  );
}
