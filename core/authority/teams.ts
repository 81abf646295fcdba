import { refuse } from '../refusal.ts';
import type { Denied } from './denied.ts';

/**
 * What GitHub says of one person and one team. `hidden`: nothing that the App may see, because it lacks the
 * permission, or there is no such team. An invitation that was not taken up is `none`.
 */
export type Membership = 'active' | 'none' | 'hidden';

/** By team, as the configuration names it. A team that is missing was not asked about, and nobody is in it. */
export type Memberships = ReadonlyMap<string, Membership>;

/** What nobody was asked about. */
export const NO_MEMBERSHIPS: Memberships = new Map();

/** Those of the teams (`organisation/slug`) that belong to whoever owns the repository; the others count for nothing. */
export function teamsOf(owner: string, teams: readonly string[]): string[] {
  const organisation = `${owner.toLowerCase()}/`;
  return teams.filter((team) => team.toLowerCase().startsWith(organisation));
}

type Asking = {
  login: string;
  /** `owner/name` */
  repository: string;
  agent: string;
  /** Empty: the agent asks for no team. */
  teams: readonly string[];
  memberships: Memberships;
};

/** Why somebody with the role for an agent may not start it all the same; null when they may. */
export function objectionOfTeams({ login, repository, agent, teams, memberships }: Asking): Denied | null {
  if (teams.length === 0) return null;
  const owner = repository.split('/', 1)[0] ?? '';
  const ours = teamsOf(owner, teams);
  if (ours.some((team) => memberships.get(team) === 'active')) return null;
  if (ours.length === 0) return elsewhere(agent, owner, teams);
  const hidden = ours.filter((team) => memberships.get(team) === 'hidden');
  return hidden.length === 0 ? outside(login, agent, ours) : unseen(login, agent, hidden);
}

function outside(login: string, agent: string, teams: readonly string[]): Denied {
  const refusal = refuse(
    'not-in-team',
    `\`${agent}\` is for members of ${listed(teams)}, and ${login} is none.`,
    'Ask a member to write the command, or an owner of the team to take you in.',
  );
  return { ...refusal, reply: true };
}

function unseen(login: string, agent: string, teams: readonly string[]): Denied {
  const refusal = refuse(
    'team-hidden',
    `\`${agent}\` is for members of ${listed(teams)}, and GitHub does not show the App whether ${login} is one: the App lacks the organisation permission \`members: read\`, or there is no such team.`,
    "Give the App `members: read` in its settings and accept it for this installation, or mend the name under the agent's `teams`.",
  );
  return { ...refusal, reply: true };
}

function elsewhere(agent: string, owner: string, teams: readonly string[]): Denied {
  const refusal = refuse(
    'team-elsewhere',
    `\`${agent}\` is for members of ${listed(teams)}, and this repository belongs to ${owner}, whose teams alone count here.`,
    `Name teams of ${owner} under the agent's \`teams\`.`,
  );
  return { ...refusal, reply: true };
}

function listed(teams: readonly string[]): string {
  return teams.map((team) => `\`${team}\``).join(' or ');
}
