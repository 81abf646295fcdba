import type { Result } from '../../core/output/result.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { commitInto } from '../bare-repository.ts';
import { CONFIG } from './approval-world.ts';
import { lastJob } from './from-world.ts';
import { FILES, goodResult, makeWorld, zipOf, type Play, type World } from './world.ts';

/** The repository of the other stories, whose agents' conversations are kept for a day. */
export const KEEPING: Record<string, string> = {
  ...FILES,
  [CONFIG]: (FILES[CONFIG] ?? '').replace('agents:\n', 'defaults: { session_hours: 24 }\nagents:\n'),
};

/** What a runner says of a conversation, by default the truth. */
export type Lies = { session?: Partial<NonNullable<Result['session']>>; file?: string | null };

export const lasts = (hours: number): number => Math.floor(Date.now() / 1000) + hours * 3600;

/** A run that succeeds and leaves a conversation: ciphertext, as far as the app can tell. */
export function keeps({ session = {}, file }: Lies = {}, differing: Partial<Result> = {}): Play {
  return async (claims) => {
    const locked = `ciphertext of ${claims.job_id}`;
    const told = { sha256: sha256(locked), expires_at: lasts(24), ...session };
    const kept = file === undefined ? locked : file;
    return {
      conclusion: differing.outcome === 'failed' ? 'failure' : 'success',
      artifacts: [
        {
          name: 'agent-dispatch',
          zip: await zipOf({
            'result.json': JSON.stringify(goodResult(claims, { session: told, ...differing })),
            ...(kept === null ? {} : { 'session.enc': kept }),
          }),
        },
      ],
    };
  };
}

/** A world in which a job has ended that can be continued; its id. */
export async function ended(
  play: Play = keeps(),
  options: Parameters<typeof makeWorld>[0] = {},
): Promise<{ world: World; jobId: string }> {
  const world = await makeWorld({ files: KEEPING, play, ...options });
  await world.says('wanda', '/dispatch reviewer look at it');
  return { world, jobId: lastJob(world) };
}

/** Commits a file to the default branch. */
export const push = (world: World, change: Record<string, string>) =>
  commitInto(world.gitDir, { change, from: 'main', onto: 'main' });
