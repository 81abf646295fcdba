import { searched } from '../decode.ts';
import { outlets, type Observed } from '../observed.ts';
import { OWN_CANARIES } from '../values.ts';

/** Canaries, plain or encoded, in what leaves the job: the artifact, the summary page, the comment, the log. */
export function post(seen: Observed): string[] {
  const names = new Set([...OWN_CANARIES, ...(seen.scenario.oracles.post ?? [])]);
  return Object.entries(outlets(seen)).flatMap(([where, text]) => {
    const told = searched(text);
    return [...names]
      .filter((name) => told.holds(seen.secrets.canaries[name] ?? ''))
      .map((name) => `the canary ${name} is in ${where}`);
  });
}
