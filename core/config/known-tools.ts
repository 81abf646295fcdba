/** The tools an agent can be given; everything else the CLI offers is refused until we can judge it. */
export const knownTools = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash'] as const;
export type Tool = (typeof knownTools)[number];

/** Tools whose calls change files: an agent that has one gets a writable copy of the repository. */
export const writingTools: readonly string[] = ['Edit', 'Write', 'Bash'];
