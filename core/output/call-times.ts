/** One call: when it began, in milliseconds after the run's start, and how long it took; null when it never ended. */
export type CallTime = {
  readonly seq: number;
  readonly tool: string;
  readonly isAllowed: boolean;
  readonly atMs: number;
  tookMs: number | null;
};

/** All calls of one tool together. */
export type ToolTime = { allowed: number; refused: number; tookMs: number };

/** When which call was made. Bounded: of many calls, and of many names, only counts are kept. */
export type CallTimes = {
  /** The first calls, in order; `count` tells how many there were. */
  readonly first: CallTime[];
  count: number;
  /** By name; what has no place any more is counted as `OTHER`. */
  readonly tools: Map<string, ToolTime>;
  /** Calls that have not ended, by number: their tools. */
  readonly open: Map<number, string>;
};

/** As many calls are drawn one by one. */
export const MOST_DRAWN = 40;
const MOST_TOOLS = 20;
const OTHER = 'others';

/** The times of a run that has made no call. */
export function noTimes(): CallTimes {
  return { first: [], count: 0, tools: new Map(), open: new Map() };
}

/** Counts a call that was asked for. */
export function countCall(times: CallTimes, call: Omit<CallTime, 'tookMs'>): void {
  times.count += 1;
  if (times.first.length < MOST_DRAWN) times.first.push({ ...call, tookMs: null });
  const name = times.tools.has(call.tool) || times.tools.size < MOST_TOOLS ? call.tool : OTHER;
  const tool = times.tools.get(name) ?? { allowed: 0, refused: 0, tookMs: 0 };
  tool[call.isAllowed ? 'allowed' : 'refused'] += 1;
  times.tools.set(name, tool);
  if (call.isAllowed) times.open.set(call.seq, name);
}

/** Notes how long a call took. */
export function countEnd(times: CallTimes, seq: number, tookMs: number): void {
  const drawn = times.first.find((call) => call.seq === seq);
  if (drawn) drawn.tookMs = tookMs;
  const tool = times.tools.get(times.open.get(seq) ?? '');
  if (tool) tool.tookMs += tookMs;
  times.open.delete(seq);
}
