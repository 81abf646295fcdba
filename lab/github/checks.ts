import { checkJson } from './nouns/check.ts';
import type { CheckRun, User, World } from './state.ts';
import { announce } from './webhooks.ts';

/** Adds a check run, or changes one, and tells the App what became of it. */
export function announceCheck(world: World, check: CheckRun, action: 'created' | 'completed'): void {
  tell(world, check, check.app.bot, action);
}

/** Asks the App for the check once more, as "Re-run" does. */
export function pressRerun(world: World, check: CheckRun, by: User): void {
  tell(world, check, by, 'rerequested');
}

/** Presses a button of a check. GitHub shows them once it is completed. */
export function pressAction(world: World, check: CheckRun, by: User, identifier: string): void {
  const shown =
    check.status === 'completed' && check.actions.some((action) => action.identifier === identifier);
  if (!shown) throw new Error(`the check run ${check.id} shows no button ${identifier}`);
  tell(world, check, by, 'requested_action', { requested_action: { identifier } });
}

function tell(world: World, check: CheckRun, sender: User, action: string, extra: object = {}): void {
  announce(world, 'check_run', action, {
    repository: check.repository,
    sender,
    payload: { check_run: checkJson(world, check), ...extra },
  });
}
