import { ENVIRONMENT, REVIEW } from './deployment-world.ts';
import type { World } from './world.ts';

/** Somebody lets a run that the app must not speak for reach the environment that its rule guards. */
export type Attack = { name: string; why: RegExp; act: (world: World) => Promise<unknown> };

/** Whoever may write can start the workflow by hand. */
async function startByHand({ github, settle }: World): Promise<void> {
  const ticket = `x.${Buffer.from('{}').toString('base64url')}.x`;
  await fetch(`${github.api}/repos/acme/app/actions/workflows/dispatch.yml/dispatches`, {
    method: 'POST',
    headers: { authorization: `token ${github.mintJobToken('acme/app', { actions: 'write' })}` },
    body: JSON.stringify({ ref: 'main', inputs: { ticket, head: 'main' } }),
  });
  await settle();
}

export const attacks: readonly Attack[] = [
  { name: 'a run that somebody started by hand', why: /not started by a command/, act: startByHand },
  {
    name: 'a run that is over',
    why: /run is over/,
    async act(world) {
      await world.says('wanda', REVIEW);
      world.github.reachEnvironment('acme/app', world.github.runs[0]?.id ?? 0, ENVIRONMENT);
      await world.settle();
    },
  },
  {
    name: 'a run whose job has ended before it',
    why: /job of this run is over/,
    async act(world) {
      await world.says('wanda', REVIEW);
      const [run] = world.github.runs;
      if (run) run.status = 'in_progress';
      world.github.reachEnvironment('acme/app', run?.id ?? 0, ENVIRONMENT);
      await world.settle();
    },
  },
];
