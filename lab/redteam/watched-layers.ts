import type { Layers } from '../../action/caged-job.ts';
import type { Witnessed } from './evidence.ts';

/**
 * Layers that do what they did and tell of it: what was launched, what the supervisor noted, what the broker
 * saw. `tracesIn` looks for markers in the agent's copy while it is still there.
 */
export function watched(
  layers: Layers,
  see: (seen: Witnessed) => void,
  tracesIn: (copy: string) => string[],
): Layers {
  let copy = '';
  let launched: { inside: string[]; environment: Record<string, string> } | undefined;
  return {
    ...layers,
    cageCommand(contents, environment, inside, identity) {
      // The proof of the cage is made with the same function; the agent's own command comes last.
      copy = contents.workspace;
      launched = { inside: [...inside], environment: { ...environment } };
      return layers.cageCommand(contents, environment, inside, identity);
    },
    startBroker(start) {
      const onEvent: typeof start.onEvent = (event) => {
        see({ kind: 'broker', event });
        start.onEvent(event);
      };
      return layers.startBroker({ ...start, onEvent });
    },
    async superviseRun(supervision) {
      const { plan, taint = [] } = supervision;
      if (launched) see({ kind: 'launched', ...launched, plan: plan as never, taint });
      try {
        return await layers.superviseRun({
          ...supervision,
          onNote(note) {
            see({ kind: 'note', note });
            supervision.onNote(note);
          },
        });
      } finally {
        see({ kind: 'traces', names: tracesIn(copy) });
      }
    },
  };
}
