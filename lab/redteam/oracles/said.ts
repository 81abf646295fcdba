import { posted, type Observed } from '../observed.ts';

/** Words in a posted text that must not be there, such as a success that was none. */
export function said(seen: Observed): string[] {
  return Object.entries(posted(seen)).flatMap(([where, text]) =>
    (seen.scenario.oracles.said ?? [])
      .filter((pattern) => new RegExp(pattern, 'mu').test(text))
      .map((pattern) => `${where} matches /${pattern}/`),
  );
}
