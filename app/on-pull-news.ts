import type { Desk } from './desk.ts';
import { inTurn } from './in-turn.ts';
import { onPull } from './on-pull.ts';
import type { PullEvent } from './pull-event.ts';
import { startByPull } from './start-by-pull.ts';

/** After these a pull request may say something else about the configuration than before. */
const ABOUT_CONFIG: readonly string[] = ['opened', 'synchronize', 'reopened', 'edited'];

/**
 * Both stories of a pull request's news: what it would let agents do, and which agents it starts. One that fails does not
 * keep the other from being told. Returns a code for the inbox; throws what the first of them threw.
 */
export async function onPullNews(event: PullEvent, desk: Desk): Promise<string> {
  const stories = [...(ABOUT_CONFIG.includes(event.action) ? [onPull] : []), startByPull];
  const codes = await inTurn(stories.map((story) => () => story(event, desk)));
  return codes.join(', ');
}
