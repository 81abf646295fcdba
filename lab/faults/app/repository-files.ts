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
