import type { Proposal } from '../../core/approval/proposal.ts';
import type { Result } from '../../core/output/result.ts';
import { CONFIG, makeApprovalWorld } from './approval-world.ts';
import { claimsIn, FILES, succeeds, type Play, type World } from './world.ts';

/** An agent that has to propose a plan, and one that does not. */
export const FIXER = `version: 1
agents:
  fixer:
    description: Mends
    system_prompt: You mend.
    tools: [Read, Edit, Bash]
    allowed_tools: [Read, 'Edit(src/**)', 'Bash(npm test)', 'Bash(git log *)']
    egress: [registry.npmjs.org]
    outputs: [comment, { labels: { allow: [bug] } }]
    require_plan: true
  reader:
    description: Reads
    system_prompt: You read.
`;

export const PROPOSAL: Proposal = {
  steps: ['Mend the sum @everyone.', 'Run the tests.'],
  paths: ['src/add.js'],
  commands: ['npm test'],
  hosts: ['registry.npmjs.org'],
  tools: [],
  workers: [],
  cost_usd: 0.5,
};

/** What a run leaves that proposes this. */
export function proposing(differing: Partial<Proposal> = {}): Partial<Result> {
  return { outputs: [{ kind: 'propose_plan', ...PROPOSAL, ...differing }] };
}

export const isApproved = (claims: Record<string, unknown>) => claims['approval'] !== undefined;

/** A run that proposes, and after an approval one that ends with `after`. */
export function plays(first: Partial<Result>, after: Partial<Result> = {}): Play {
  return (claims, order) => succeeds(isApproved(claims) ? after : first)(claims, order);
}

export async function planned(play: Play, command = '/dispatch fixer mend the sum', config = FIXER) {
  const world = await makeApprovalWorld({ files: { ...FILES, [CONFIG]: config }, play });
  await world.says('wanda', command);
  return world;
}

/** The command to approve that the last comment shows; empty where it shows none. */
export function approvalIn(world: World): string {
  const body = world.answers().at(-1)?.revisions[0]?.body ?? '';
  return /`(\/dispatch approve [0-9a-f]{32} [0-9a-f]{12})`/.exec(body)?.[1] ?? '';
}

export function ticketsOf(world: World) {
  return world
    .dispatches()
    .map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket));
}
