import type { FleetCall } from './tools.ts';

/** What became of a call about other agents, and what the agent is told of it. */
export type FleetAnswer = {
  readonly became: 'done' | 'refused';
  readonly words: string;
  /** Why not, for machines; null where it was done. */
  readonly code: string | null;
  /** What of the words strangers may have had a say in: the agent's from now on. */
  readonly taint: readonly string[];
};

/**
 * Makes the calls of one agent about others. It is bound to the pipe that they come over: no call says who makes it.
 * `taint`: what strangers' text the agent has read by then, in words.
 */
export type FleetServer = (call: FleetCall, taint: readonly string[]) => Promise<FleetAnswer>;

/** A call that was made. */
export function done(words: string, taint: readonly string[] = []): FleetAnswer {
  return { became: 'done', words, code: null, taint };
}

/** A call that was not made. */
export function notDone(because: { code: string; because: string; remedy: string }): FleetAnswer {
  return {
    became: 'refused',
    words: `${because.because} ${because.remedy}`,
    code: because.code,
    taint: [],
  };
}
