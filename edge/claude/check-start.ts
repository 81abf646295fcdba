import type { Refusal } from '../../core/refusal.ts';
import { startCanary } from './canary-phase.ts';
import type { ClaudeProcess } from './process.ts';
import type { Once, State, Supervision } from './supervision.ts';
import { unrecorded } from './unrecorded.ts';

export type StartEnds = {
  claude: ClaudeProcess;
  stop: (refusal: Refusal) => void;
  sendTask: () => void;
};

/**
 * The start-up check, which comes before the task: plays the canary, unless another agent of the run has played it
 * in a start like this one, and then sends the task. What fails ends the run. Never rejects.
 */
export async function checkStart(
  { canary, once = now, onNote }: Pick<Supervision, 'canary' | 'once' | 'onNote'>,
  state: State,
  { claude, stop, sendTask }: StartEnds,
): Promise<void> {
  if (canary === null) return sendTask();
  const isOver = () => state.stopped !== null || state.ended;
  const play = () =>
    new Promise<boolean>((resolve) => {
      if (isOver()) return resolve(false);
      state.canary = startCanary(canary, claude, { stop, held: () => resolve(true) });
      void claude.ended.finally(() => resolve(false));
    });
  const shown = await once(play);
  if (shown === 'not' || isOver()) return;
  try {
    onNote({ kind: 'canary', tool: canary.tool, before: shown === 'before' });
    state.canary = null;
    sendTask();
  } catch (error) {
    stop(unrecorded(error));
  }
}

const now: Once = async (show) => ((await show()) ? 'now' : 'not');
