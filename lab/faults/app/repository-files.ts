/** The smallest repository in which agents can be dispatched, path by path. Its workflow is never run as such. */
export const FILES: Record<string, string> = {
  '.github/dispatch.yml': `version: 1
agents:
  reviewer:
    description: Reviews code
    system_prompt: You review code.
  helper:
    description: Answers questions
    system_prompt: You answer questions.
    invoke: triage
`,
  '.github/workflows/dispatch.yml': `name: Dispatch
on:
  workflow_dispatch:
    inputs:
      ticket: { required: true, type: string }
      head: { required: true, type: string }
jobs: {}
`,
  'README.md': 'Hello\n',
};

const CONFIG = '.github/dispatch.yml';

/** The same with an agent that fetches from the internet: in a private repository somebody has to agree to it. */
export const FILES_WITH_APPROVAL: Record<string, string> = {
  ...FILES,
  [CONFIG]: `${FILES[CONFIG]}  fetcher:
    description: Fetches things
    system_prompt: You fetch.
    tools: [Read, Edit, Bash]
    egress: [example.org]
`,
};
