import type { Change } from '../bare-repository.ts';
import { CONFIG, makePullWorld } from './pull-world.ts';
import { succeeds, type Play } from './world.ts';

/** A configuration whose reviewer is started by pull requests; `trigger` is the inside of its braces. */
export const triggered = (trigger = '', more = ''): string => `version: 1
agents:
  reviewer:
    description: Reviews code
    system_prompt: You review.
    tools: [Read, Grep]
    triggers: [comment, { pull_request: { ${trigger} } }]
${more}`;

/** Runs of this wait for their cancellation. */
export const lasting: Play = (_claims, { signal }) =>
  new Promise((resolve) => {
    const end = () => resolve({ conclusion: 'cancelled' });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });

/** The first run lasts until it is cancelled, and the others end at once. */
export function firstLasts(then: Play = succeeds()): Play {
  let runs = 0;
  return (claims, order) => ((runs += 1) === 1 ? lasting(claims, order) : then(claims, order));
}

type Opening = { author?: string; headOwner?: string; draft?: boolean; from?: string };

/** A world where pull requests start the reviewer: `wanda` may write, `rita` may read, `sam` is nobody. */
export async function makeTriggerWorld({
  config = triggered(),
  ...options
}: Parameters<typeof makePullWorld>[0] & { config?: string } = {}) {
  const { world, commit, ...stage } = await makePullWorld({
    ...options,
    files: { ...options.files, [CONFIG]: config },
  });
  const { github, settle } = world;
  github.createUser('sam');
  const opens = async (change: Change, { author = 'wanda', from = 'main', ...pull }: Opening = {}) => {
    const headSha = await commit(change, from);
    const { number } = await github.createPullRequest('acme/app', {
      title: 'Change',
      author,
      headSha,
      ...pull,
    });
    return { number, headSha };
  };
  const pushes = async (number: number, change: Change, login?: string) => {
    const sha = await commit(change, 'made');
    await github.pushToPullRequest('acme/app', number, sha, login);
    return sha;
  };
  return {
    ...stage,
    world,
    commit,
    /** Opens a pull request with these files changed, and does not wait. */
    starts: opens,
    /** The same, and waits until the world is quiet. */
    opens: async (...given: Parameters<typeof opens>) => {
      const made = await opens(...given);
      await settle();
      return made;
    },
    startsPush: pushes,
    pushes: async (...given: Parameters<typeof pushes>) => {
      const sha = await pushes(...given);
      await settle();
      return sha;
    },
    /** The commits that runs were asked for, in their order. */
    heads: () => world.dispatches().map(({ body }) => (body as { inputs: { head: string } }).inputs.head),
    reviews: (number: number) => github.listReviews('acme/app', number),
  };
}
