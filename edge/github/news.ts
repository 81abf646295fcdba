/**
 * What gives way to everything else: news of a run. `passing`: news that will soon be old, sent within two seconds or
 * not at all.
 */
export type News = { progress?: boolean; passing?: boolean };

/** How a call is paced that tells news. */
export function paceOf({ progress = false, passing = false }: News) {
  return passing ? { progress: true, patience: 2000, retries: 0 } : { progress };
}
