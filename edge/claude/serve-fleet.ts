import { notDone, type FleetAnswer } from '../../core/fleet/answer.ts';
import { readFleetCall, type FleetToolName } from '../../core/fleet/tools.ts';
import type { OutputCall } from '../../core/output/output-server.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { unrecorded } from './unrecorded.ts';
import type { State, Supervision } from './supervision.ts';

/**
 * Makes one call about other agents, which was judged and allowed. Its answer may take a while; it is recorded, and what
 * it brings of strangers' words is remembered, before the agent hears it. After the run it is not given any more.
 */
export function serveFleet(
  name: FleetToolName,
  { tool, input, callId }: OutputCall,
  state: State,
  supervision: Supervision,
  { give, stop }: { give: (words: string, isError: boolean) => void; stop: (refusal: Refusal) => void },
): void {
  const answer = (made: FleetAnswer) => {
    if (state.ended || state.stopped) return;
    state.taint = [...new Set([...state.taint, ...made.taint])];
    supervision.onNote({ kind: 'fleet', callId, tool, answer: made });
    give(made.words, made.became === 'refused');
  };
  const call = readFleetCall(name, input);
  const made =
    typeof call === 'string' || supervision.fleet === undefined
      ? Promise.resolve(notDone(notServed(typeof call === 'string' ? call : null)))
      : supervision.fleet(call, state.taint);
  made.then(answer).catch((error: unknown) => stop(unrecorded(error)));
}

function notServed(problem: string | null): Refusal {
  return refuse(
    'bad-request',
    problem ?? 'There are no other agents in this run.',
    'Go on without this call, or mend it.',
  );
}
