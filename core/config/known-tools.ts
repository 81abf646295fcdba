/** The tools an agent can be given; everything else the CLI offers is refused until we can judge it. */
export const knownTools = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash', 'WebFetch', 'Agent'] as const;
export type Tool = (typeof knownTools)[number];

/** Tools whose calls change files: an agent that has one gets a writable copy of the repository. */
export const writingTools: readonly string[] = ['Edit', 'Write', 'Bash'];

/** Tools that can use the way out that `egress` opens. */
export const reachingTools: readonly string[] = ['Bash', 'WebFetch'];

/** Whether an agent with these tools and hosts reaches the hosts. */
export function reachesHosts(tools: readonly string[], egress: readonly string[]): boolean {
  return egress.length > 0 && tools.some((tool) => reachingTools.includes(tool));
}
