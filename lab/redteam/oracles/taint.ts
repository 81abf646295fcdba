import { allOf, type Observed } from '../observed.ts';

/** A run on what strangers wrote that does not count as one: for the supervisor, or in its result. */
export function taint(seen: Observed): string[] {
  const started = allOf(seen, 'launched').at(-1);
  const text = seen.artifacts['result.json']?.text;
  const { tainted = [] } = JSON.parse(text ?? '{}') as { tainted?: string[] };
  return [
    ...(started && started.taint.length === 0 ? ['the run was started as untainted'] : []),
    ...(text !== undefined && tainted.length === 0 ? ['the result does not say that it is tainted'] : []),
  ];
}
