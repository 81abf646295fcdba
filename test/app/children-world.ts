import type { Item } from '../../core/output/kinds/table.ts';
import type { Result } from '../../core/output/result.ts';
import type { Job } from '../../edge/store/job.ts';
import { inStore } from './ledger-looks.ts';
import type { Claims } from '../../lab/faults/app/canned-run.ts';
import { claimsIn, FILES, goodResult, makeWorld, zipOf, type Play, type World } from './world.ts';

export const CONFIG = '.github/dispatch.yml';

/** An agent that may start the others, and what is wrong with each of them but the helper. */
export const TEAM = `version: 1
agents:
  lead:
    description: Leads
    system_prompt: You lead.
    budget_usd: 2
    outputs:
      - comment
      - labels: { allow: [bug] }
      - dispatch: { agents: [helper, painter, fetcher, keeper, lead], max: 4 }
  helper:
    description: Helps
    system_prompt: You help.
  painter:
    description: Sets labels
    system_prompt: You paint.
    outputs: [comment, labels: { allow: [bug] }]
  fetcher:
    description: Fetches
    system_prompt: You fetch.
    tools: [Read, Bash]
    egress: [example.org]
  keeper:
    description: For maintainers
    system_prompt: You keep.
    invoke: maintain
`;

export const COMMAND = '/dispatch lead see to it';

export type Asked = Item<'dispatch'>['jobs'];
export const dispatching = (jobs: Asked) => [{ kind: 'dispatch' as const, jobs }];
export const job = (agent: string, task = `Do the part of ${agent}.`) => ({ agent, task });

/** A run that leaves this result. */
export async function leaves(claims: Claims, differing: Partial<Result> = {}) {
  const result = JSON.stringify(goodResult(claims, differing));
  return {
    conclusion: 'success' as const,
    artifacts: [{ name: 'agent-dispatch', zip: await zipOf({ 'result.json': result }) }],
  };
}

/** The lead hands these on; what others do is told by `others`. */
export function leading(
  jobs: Asked,
  { result = {}, others = (claims) => leaves(claims) }: { result?: Partial<Result>; others?: Play } = {},
): Play {
  return async (claims, order) =>
    claims.agent === 'lead' && claims['depth'] === 0
      ? leaves(claims, { outputs: dispatching(jobs), cost_usd: 0.5, ...result })
      : others(claims, order);
}

/** A world with a team, where `rosa` may write, too. */
export async function makeTeamWorld(play: Play, { config = TEAM, isPrivate = false } = {}) {
  const world = await makeWorld({ play, files: { ...FILES, [CONFIG]: config } });
  world.repository.private = isPrivate;
  world.github.createUser('rosa');
  world.github.setRole('acme/app', 'rosa', 'write');
  return world;
}

/** The claims of the tickets so far. */
export const tickets = (world: World): Claims[] =>
  world.dispatches().map(({ body }) => claimsIn((body as { inputs: { ticket: string } }).inputs.ticket));

/** The text of the status comment of an agent's job, without escapes. */
export function toldOf(world: World, agent: string, at = 0): string {
  const heading = new RegExp(`^## \\S+ ${agent} `);
  const told = world.answers().filter(({ body }) => heading.test(body));
  return told[at]?.body.replaceAll('\\', '') ?? '';
}

/** The jobs in the store, oldest first. */
export const jobsOf = (world: World, thread = world.issue.number): Promise<Job[]> =>
  inStore(world, async ({ jobs }) => (await jobs.inThread(world.repository.id, thread, 50)).toReversed());
