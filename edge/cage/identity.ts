import { systemProgram } from './system-program.ts';

/** The user that the agent runs as when we are root. Not in any passwd file, so nothing belongs to it. */
export const AGENT_UID = 64_257;

/**
 * Who the cage is started as. Root gives up root, every capability and every group before bubblewrap
 * starts; anybody else starts it as they are and gets a user namespace of their own.
 */
export function dropToAgent(runnerUid: number): string[] {
  if (runnerUid !== 0) return [];
  return [
    systemProgram('setpriv') ?? 'setpriv',
    `--reuid=${AGENT_UID}`,
    `--regid=${AGENT_UID}`,
    '--clear-groups',
    '--no-new-privs',
    '--inh-caps=-all',
    '--bounding-set=-all',
    '--',
  ];
}
