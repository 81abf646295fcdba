import { allOf, type Observed } from '../observed.ts';

/** Calls that were judged as somebody else's than the agent's: no profile has sub-agents, so such a one is forged. */
export function actors(seen: Observed): string[] {
  const calls = allOf(seen, 'note').flatMap(({ note }) =>
    note.kind === 'asked' || note.kind === 'denied' ? [note.call] : [],
  );
  return [...new Set(calls.map(({ actor }) => actor))]
    .filter((actor) => actor !== 'main')
    .map((actor) => `a call was taken for one of ${actor}`);
}
