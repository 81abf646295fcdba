import type { ToolCall, Verdict } from '../../core/policy/verdict.ts';

/** Decides about one call, now or later. */
export type Judge = (call: ToolCall) => Verdict | Promise<Verdict>;

/** Milliseconds that a judge has for one call. */
export const JUDGE_MS = 10_000;

/**
 * Asks a judge and always gets a verdict: one that throws, says nothing in time or says something that is no
 * verdict has denied. What it says afterwards is not heard.
 */
export function askJudge(judge: Judge, call: ToolCall, withinMs = JUDGE_MS): Verdict | Promise<Verdict> {
  let answer: Verdict | Promise<Verdict>;
  try {
    answer = judge(call);
  } catch (error) {
    return noVerdict(`The judge failed: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!(answer instanceof Promise)) return checked(answer);
  const late = Promise.withResolvers<Verdict>();
  const timer = setTimeout(
    () => late.resolve(noVerdict(`The judge said nothing for ${withinMs / 1000} seconds.`)),
    withinMs,
  );
  const decided = answer.then(checked, (error: unknown) =>
    noVerdict(`The judge failed: ${error instanceof Error ? error.message : String(error)}.`),
  );
  return Promise.race([decided, late.promise]).finally(() => clearTimeout(timer));
}

function checked(answer: unknown): Verdict {
  const { allow, rule } = (answer ?? {}) as { allow?: unknown; rule?: unknown };
  return typeof allow === 'boolean' && typeof rule === 'string'
    ? (answer as Verdict)
    : noVerdict('The judge gave an answer that is no verdict.');
}

function noVerdict(because: string): Verdict {
  return {
    allow: false,
    rule: 'silent-judge',
    because,
    remedy: 'Report this as a bug; the call stays refused.',
  };
}
