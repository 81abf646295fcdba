import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from './commands.ts';
import { APPROVER, type FaultWorld } from './world.ts';

/** Somebody who agrees to every plan that the app shows them, once. */
export type Approver = { stop(): Promise<void> };

const PLAN = /`\/dispatch approve [0-9a-f]{32} [0-9a-f]{12}`/;
const LOOK_MS = 30;

/** Waits for the plans of these commands. */
export function approverOf({ github }: FaultWorld, commands: readonly Command[]): Approver {
  const state = { isStopping: false };
  const left = new Set(
    commands.filter(({ kind }) => kind === 'approval').map(({ repository }) => repository),
  );
  const watch = async (): Promise<void> => {
    while (!state.isStopping && left.size > 0) {
      for (const place of left) {
        const said = github.listComments(place.fullName, place.issue).filter(({ viaApp }) => viaApp !== null);
        const shown = said.map(({ body }) => PLAN.exec(body)?.[0]).find((text) => text !== undefined);
        if (shown === undefined) continue;
        left.delete(place);
        github.comment(place.fullName, place.issue, APPROVER, shown.slice(1, -1));
      }
      await sleep(LOOK_MS);
    }
  };
  const watching = watch();
  return {
    stop() {
      state.isStopping = true;
      return watching;
    },
  };
}
