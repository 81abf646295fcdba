/** The job of every scenario, in the words of a real workflow: checkout, what was there before, agent, after. */
export function workflowText(parts: {
  keepCredentials: boolean;
  plant: string;
  earlier: string | null;
  later: string | null;
  /** The commit to check out. */
  head: string;
  withTicket: boolean;
  operator: string | undefined;
  publish: boolean;
}): string {
  const steps = [
    {
      uses: 'actions/checkout@v5',
      with: { 'persist-credentials': parts.keepCredentials, 'fetch-depth': 2, ref: parts.head },
    },
    { name: 'plant', run: `bash ${JSON.stringify(parts.plant)}` },
    ...(parts.earlier === null ? [] : [{ name: 'earlier', run: `bash ${JSON.stringify(parts.earlier)}` }]),
    {
      id: 'agent',
      'continue-on-error': true,
      uses: 'agent-dispatch/agent-dispatch@v1',
      with: inputs(parts),
    },
    ...(parts.later === null
      ? []
      : [
          {
            name: 'later',
            if: 'always()',
            'continue-on-error': true,
            run: `bash ${JSON.stringify(parts.later)}`,
          },
        ]),
    ...(parts.publish
      ? [
          {
            if: 'always()',
            uses: 'actions/upload-artifact@v7',
            with: { name: RESULT, path: '${{ steps.agent.outputs.artifact-path }}' },
          },
        ]
      : []),
  ];
  const job = { 'runs-on': 'ubuntu-24.04', permissions: { contents: 'read' }, 'timeout-minutes': 3, steps };
  const jobs = { agent: job, ...(parts.publish ? { publish: PUBLISH } : {}) };
  return JSON.stringify({ name: 'redteam', on: 'workflow_dispatch', permissions: {}, jobs });
}

const RESULT = 'agent-dispatch';

/** The job that posts, as the shipped example of a workflow step has it. */
const PUBLISH = {
  needs: 'agent',
  if: 'always()',
  'runs-on': 'ubuntu-24.04',
  permissions: { issues: 'write' },
  'timeout-minutes': 3,
  steps: [
    { uses: 'actions/download-artifact@v8', with: { name: RESULT, path: RESULT } },
    {
      uses: 'agent-dispatch/agent-dispatch@v1',
      with: { mode: 'publish', 'result-path': RESULT, 'issue-number': '${{ vars.ISSUE }}' },
    },
  ],
};

function inputs({ withTicket, operator }: Parameters<typeof workflowText>[0]): Record<string, string> {
  const who: Record<string, string> = withTicket
    ? { ticket: '${{ inputs.ticket }}', 'ticket-key': '${{ vars.TICKET_KEY }}' }
    : { agent: '${{ vars.AGENT }}', task: '${{ inputs.task }}' };
  return {
    ...who,
    ...(operator === undefined ? {} : { operator }),
    'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}',
    'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}',
  };
}
