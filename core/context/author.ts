import type { ContextReport } from './report.ts';

/** What GitHub says somebody is to the repository. */
export type Standing = keyof NonNullable<ContextReport['thread']>['authors'];

/** Who wrote a text. `writes`: they are known to have write access now. */
export type Author = { login: string; standing: Standing; writes: boolean };

const STANDINGS: Readonly<Record<Standing, string>> = {
  owner: 'owner of the repository',
  member: 'member of the organisation',
  collaborator: 'collaborator',
  stranger: 'a stranger to the repository',
  bot: 'a bot',
};

/** A login has no other characters; whatever has is none that we repeat. */
export function nameOf({ login, standing, writes }: Author): string {
  const name = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?$/.test(login) ? login : 'somebody';
  const access = writes || standing === 'stranger' || standing === 'bot' ? '' : ' without known write access';
  return `${name} (${STANDINGS[standing]}${access})`;
}

/** A time as GitHub writes it. */
export function timeOf(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) ? time : 'at an unknown time';
}
