import type { Served } from './kinds/served.ts';

const INTRODUCTION = `# What an agent may hand back

\`outputs\` of an agent lists the kinds, each by its name or with some of its limits; the others keep their defaults:

\`\`\`yaml
outputs: [comment, review]
\`\`\`

\`\`\`yaml
outputs:
  - comment
  - review: { comments: 5, request_changes: true }
  - labels: { allow: [bug, docs] }
\`\`\`

\`comment\` always stands in it: the agent's last message is told whatever else it hands back. An agent with
\`output_schema\` hands back its answer alone. Every other kind is a tool of the agent, \`mcp__dispatch__review\` and so
on, and does not exist for an agent that does not list it. What is wrong with an output is said to the agent while it
can mend it. Beyond a limit nothing of it is taken, and nothing is cut in silence; a later one takes the place of an
earlier one of its kind. Comments of a review whose lines the change does not have are left out and named, unless the
agent mends them. All of a run together take at most 200 kB.

What was taken stands in [\`result.json\`](result.schema.json) under \`outputs\`, and each call in the record. The app takes it once more, under
the profile that it reads itself, before anything of it counts. An operator names the kinds, and limits of them, that
agents may have at most: \`outputs: [{ review: { approve: false } }]\`.

When a run succeeds, the app posts what it handed in, each thing once, and its comment links to it:

- \`review\`: a review at the commit that the run was about. GitHub takes comments only at lines that it shows: others
  stand in the summary. A \`suggestion\` block that had to be changed is no suggestion any more.
- \`check\`: what the job's own check says and how it ends. It is a check of pull requests alone.
- \`labels\`: added to the issue or pull request; none is ever removed.

Every text, path and label passes the gate. Where one is withheld, nothing is posted; where GitHub refuses one thing, the
comment says why and the rest still lands. In both cases the job has failed, with \`withheld\` or \`not-posted\`. While
GitHub has trouble the job stays open, for a quarter of an hour at most.

Without the app, \`mode: publish\` posts the comment alone; the rest stands in \`result.json\`.

\`patch\` and \`artifact\` are not supported yet: a configuration that lists them is refused.

This page is written from the kinds themselves.`;

/** `docs/outputs.md`: every kind that is served as a tool, with its limits. */
export function outputDocs(table: Readonly<Record<string, Served<unknown>>>): string {
  return `${[INTRODUCTION, ...Object.values(table).map(section)].join('\n\n')}\n`;
}

function section({ name, description, told }: Served<unknown>): string {
  const limits = Object.entries(told).map(([key, words]) => `- \`${key}\`: ${words}`);
  return [`## ${name}`, '', `${description[0]?.toUpperCase()}${description.slice(1)}.`, '', ...limits].join(
    '\n',
  );
}
