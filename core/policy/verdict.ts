/** One call the agent wants to make, as the CLI asks it. `actor` is `main` or a sub-agent's id. */
export type ToolCall = { tool: string; input: unknown; actor: string };

/** A denial: which rule, why in one sentence, and what would be allowed instead. */
export type Denial = { rule: string; because: string; remedy: string };

/** What the judge decided about one call. */
export type Verdict = { allow: true; rule: string } | ({ allow: false } & Denial);
