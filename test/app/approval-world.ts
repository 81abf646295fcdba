import { openStore } from '../../edge/store/store.ts';
import { commitInto } from '../bare-repository.ts';
import { FILES, makeWorld, type World } from './world.ts';

export const CONFIG = '.github/dispatch.yml';

/** An agent that may fetch from the internet: in a private repository somebody has to agree. */
export const FETCHER = `version: 1
agents:
  fetcher:
    description: Fetches things
    system_prompt: You fetch.
    tools: [Read, Edit, Bash]
    egress: [example.org]
`;

export const COMMAND = '/dispatch fetcher fetch the list';

/**
 * A world whose repository is private and whose agent needs approval: `wanda` asks; `rosa` may write, too; `tina` may
 * triage.
 */
export async function makeApprovalWorld(options: Parameters<typeof makeWorld>[0] = {}) {
  const world = await makeWorld({ ...options, files: options.files ?? { ...FILES, [CONFIG]: FETCHER } });
  world.repository.private = true;
  for (const [login, role] of [
    ['rosa', 'write'],
    ['tina', 'triage'],
  ] as const) {
    world.github.createUser(login);
    world.github.setRole('acme/app', login, role);
  }
  /** Commits on top of the default branch, or on it; returns the commit. */
  const commit = (text: string, onto = 'made') =>
    commitInto(world.gitDir, { change: { 'notes.md': text }, from: 'main', onto });
  return Object.assign(world, { commit });
}

/** The job whose comment shows a plan, and what to write to agree to it. */
export function asked(world: World, number = world.issue.number) {
  const body = world.answers(number)[0]?.body ?? '';
  const [, jobId = '', digest = ''] = /`\/dispatch approve ([0-9a-f]{32}) ([0-9a-f]{12})`/.exec(body) ?? [];
  return { jobId, digest, approve: `/dispatch approve ${jobId} ${digest}` };
}

/** The state of the first job of the issue, out of the store behind the app's back. */
export async function stateOf(world: World, number = world.issue.number): Promise<string | undefined> {
  const store = openStore(world.stateFile);
  try {
    return (await store.jobs.inThread(world.repository.id, number, 10)).at(-1)?.state;
  } finally {
    await store.close();
  }
}
