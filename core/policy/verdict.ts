import type { Place } from './place.ts';

/** One call the agent wants to make, as the CLI asks it. `actor` is `main` or a sub-agent's id. */
export type ToolCall = {
  tool: string;
  input: unknown;
  actor: string;
  /** What the paths in the input are on disk, by field. Absent where there is no disk to look at. */
  places?: Readonly<Record<string, Place>>;
};

/** A denial: which rule, why in one sentence, and what would be allowed instead. */
export type Denial = { rule: string; because: string; remedy: string };

/** What the judge decided about one call. */
export type Verdict = { allow: true; rule: string } | ({ allow: false } & Denial);
