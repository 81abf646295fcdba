import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FILES, makeWorld, type World } from './world.ts';
import { asked, COMMAND as FETCH, CONFIG, FETCHER } from './approval-world.ts';

/* Agents that ask for a team beside the role: `teams` of the configuration. */

const off = vi.hoisted(() => ({ secondLook: false }));

vi.mock(import('../../app/standing.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    async readStanding(request, name, login, needed) {
      const standing = await real.readStanding(request, name, login, needed);
      return off.secondLook
        ? { ...standing, memberships: new Map(needed.teams.map((team) => [team, 'active' as const])) }
        : standing;
    },
  };
});

const COMMAND = '/dispatch reviewer check the error handling';
const WITH_TEAM = (FILES[CONFIG] ?? '').replace(
  'You review code.',
  'You review code.\n    teams: [acme/core]',
);
const FILES_WITH_TEAM = {
  ...FILES,
  [CONFIG]: `${WITH_TEAM}  fetcher:${FETCHER.split('  fetcher:')[1]}    teams: [acme/core, acme/docs]\n`,
};
const MEMBERS_READ = { permissions: { members: 'read' }, events: [] };

let world: World;
afterEach(() => world.end());

async function begin(options: Parameters<typeof makeWorld>[0] = { more: MEMBERS_READ }): Promise<void> {
  world = await makeWorld({ files: FILES_WITH_TEAM, ...options });
  world.github.createTeam('acme/core');
  world.github.createTeam('acme/docs');
}
const member = (state: 'active' | 'pending' | null, login = 'wanda', team = 'acme/core') =>
  world.github.setMembership(team, login, state);
const last = () => world.answers().at(-1)?.body;
const membershipCalls = () => world.github.requests.filter(({ path }) => path.startsWith('/orgs/'));

describe('who may start it', () => {
  beforeEach(() => begin());

  test('a member with the role does, and GitHub is asked twice', async () => {
    member('active');
    await world.says('wanda', COMMAND);
    expect(last()).toContain('All errors are handled.');
    // Before the job is accepted, right before its run, and before its result is told.
    expect(membershipCalls().length).toBeGreaterThanOrEqual(2);
  });

  test.each([null, 'pending'] as const)(
    'somebody whose membership is %s does not, and hears why',
    async (state) => {
      member(state);
      await world.says('wanda', COMMAND);
      expect(world.dispatches()).toHaveLength(0);
      expect(last()).toContain('`reviewer` is for members of `acme/core`, and wanda is none.');
    },
  );

  test('a member without the role does not, and nobody asks for their membership', async () => {
    member('active', 'rita');
    await world.says('rita', COMMAND);
    expect(world.dispatches()).toHaveLength(0);
    expect(world.answers()).toEqual([]);
    expect(membershipCalls()).toEqual([]);
  });

  test('another agent asks for no team', async () => {
    await world.says('wanda', '/dispatch helper what is this?');
    expect(world.dispatches()).toHaveLength(1);
    expect(membershipCalls()).toEqual([]);
  });

  test('a retry is decided anew, and cancelling takes no team', async () => {
    member('active');
    await world.says('wanda', COMMAND);
    member(null);
    await world.says('wanda', '/dispatch retry');
    expect(world.dispatches()).toHaveLength(1);
    expect(last()).toContain('wanda is none');
    await world.says('wanda', '/dispatch cancel');
    expect(last()).toContain('No agent is at work in this thread.');
  });
});

describe('the membership ends between the webhook and the dispatch', () => {
  beforeEach(async () => {
    await begin();
    member('active');
    world.atComment(() => member(null));
  });

  test('no run is asked for', async () => {
    await world.says('wanda', COMMAND);
    expect(world.dispatches()).toHaveLength(0);
    expect(last()).toContain('wanda is none');
  });

  test('and one would be without the second look', async () => {
    off.secondLook = true;
    try {
      await world.says('wanda', COMMAND);
    } finally {
      off.secondLook = false;
    }
    expect(world.dispatches()).toHaveLength(1);
  });
});

describe('an approval', () => {
  beforeEach(async () => {
    await begin();
    world.repository.private = true;
    world.github.createUser('rosa');
    world.github.setRole('acme/app', 'rosa', 'write');
    member('active');
    await world.says('wanda', FETCH);
  });

  test('is a member’s to give', async () => {
    await world.says('rosa', asked(world).approve);
    expect(world.dispatches()).toHaveLength(0);
    expect(last()).toContain('`fetcher` is for members of `acme/core` or `acme/docs`, and rosa is none.');
    member('active', 'rosa', 'acme/docs');
    await world.says('rosa', asked(world).approve);
    expect(world.dispatches()).toHaveLength(1);
  });

  test('does not start what was asked for by somebody who is no member any more', async () => {
    member('active', 'rosa');
    member(null);
    await world.says('rosa', asked(world).approve);
    expect(world.dispatches()).toHaveLength(0);
    expect(world.answers()[0]?.body).toContain('wanda is none');
  });
});

describe('an App that cannot see the team', () => {
  test('says which permission it lacks', async () => {
    await begin({});
    member('active');
    await world.says('wanda', COMMAND);
    expect(world.dispatches()).toHaveLength(0);
    expect(last()).toContain('lacks the organisation permission `members: read`');
  });

  test('or that there may be no such team, and never takes a team of elsewhere', async () => {
    const files = { ...FILES, [CONFIG]: WITH_TEAM.replace('acme/core', 'acme/cored') };
    await begin({ more: MEMBERS_READ, files });
    await world.says('wanda', COMMAND);
    expect(last()).toContain('or there is no such team');
    await world.end();
    await begin({
      more: MEMBERS_READ,
      files: { ...FILES, [CONFIG]: WITH_TEAM.replace('acme/core', 'ecma/core') },
    });
    await world.says('wanda', COMMAND);
    expect(last()).toContain('this repository belongs to acme');
    expect(world.dispatches()).toHaveLength(0);
    expect(membershipCalls()).toEqual([]);
  });
});
