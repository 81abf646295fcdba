import type { World } from './state.ts';

/** What the owners of an organisation do with its teams; each is named `organisation/slug`. */
export type Teaming = {
  createTeam(team: string): void;
  /** Puts somebody into a team, invites them (`pending`), or takes them out (null). */
  setMembership(team: string, login: string, state: 'active' | 'pending' | null): void;
};

/** Makes these methods for one world. Unknown names throw. */
export function makeTeaming(world: World): Teaming {
  return {
    createTeam(team) {
      const [login = '', slug = ''] = team.split('/');
      const organisation = world.users.get(login.toLowerCase());
      if (organisation?.type !== 'Organization') throw new Error(`no organisation ${login}`);
      const made = { id: world.nextId(), organisation, slug, members: new Map(), createdAt: world.now() };
      world.teams.set(team.toLowerCase(), made);
    },
    setMembership(team, login, state) {
      const members = world.teams.get(team.toLowerCase())?.members;
      if (!members) throw new Error(`no team ${team}: create it first with createTeam`);
      const key = login.toLowerCase();
      if (!world.users.has(key)) throw new Error(`no user ${login}: create it first with createUser`);
      if (state === null) members.delete(key);
      else members.set(key, state);
    },
  };
}
