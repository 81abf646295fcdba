import { randomUUID } from 'node:crypto';
import { openStore } from '../../edge/store/store.ts';
import { commitInto } from '../bare-repository.ts';
import { asked, CONFIG, FETCHER } from './approval-world.ts';
import type { World } from './world.ts';

/** A job waits, and somebody without the right, or too late, tries to start it. */
export type Attack = {
  name: string;
  /** What stops it: the decision about approvals, the store beneath it, that nothing is heard at all, or that the job
   * is taken back before. */
  stoppedBy: 'decision' | 'store' | 'silence' | 'withdrawal';
  act: (world: World) => Promise<unknown>;
  /** The state of the job afterwards; without it, it waits as before. */
  state?: 'refused' | 'expired' | 'cancelled';
};

/** The clock of the app, in milliseconds ahead. */
export const clock = { ahead: 0 };

const approves = (login: string) => (world: World) => world.says(login, asked(world).approve);

/** Something happens while the approval is being decided on: right after GitHub has answered this call. */
async function during(world: World, path: RegExp, happens: () => void): Promise<void> {
  const alter = (body: unknown) => {
    happens();
    return body;
  };
  world.github.faults.add({ method: 'GET', path, times: 1, respond: { alter } });
  await approves('rosa')(world);
}

const commands = (world: World) =>
  world.github
    .listComments('acme/app', world.issue.number)
    .filter(({ body }) => body.startsWith('/dispatch fetcher'));

/** The delivery of rosa's approval once more, past the inbox: its GUID and its content are as good as new. */
export async function replay(world: World): Promise<void> {
  const delivery = world.github.deliveries.findLast(({ event, request }) => {
    const { comment } = request.payload as { comment?: { body: string } };
    return event === 'issue_comment' && comment?.body.startsWith('/dispatch approve') === true;
  });
  await world.app.close();
  const store = openStore(world.stateFile);
  const again = { delivery: randomUUID(), contentKey: randomUUID(), event: 'issue_comment' };
  const payload = JSON.stringify(delivery?.request.payload);
  await store.inbox.accept({ ...again, lane: world.repository.id, payload });
  await store.close();
  await world.restart();
}

const people: Attack[] = [
  { name: 'a stranger', stoppedBy: 'decision', act: approves('rita') },
  { name: 'somebody who may triage', stoppedBy: 'decision', act: approves('tina') },
  { name: 'the requester', stoppedBy: 'decision', act: approves('wanda') },
  {
    name: 'a bot with every right',
    stoppedBy: 'decision',
    act(world) {
      world.github.createUser('echo', 'Bot');
      world.github.setRole('acme/app', 'echo', 'admin');
      return approves('echo')(world);
    },
  },
  {
    name: 'an approver whose role is taken away between webhook and decision',
    stoppedBy: 'decision',
    act: (world) =>
      during(world, /issues\/comments\/\d+$/, () => world.github.setRole('acme/app', 'rosa', 'read')),
  },
];

const words: Attack[] = [
  {
    name: 'a reaction',
    stoppedBy: 'silence',
    async act(world) {
      const user = world.github.createUser('fan');
      world.answers()[0]?.reactions.push({ id: 1, user, content: '+1', createdAt: 0 });
      await world.restart();
    },
  },
  ...['/approve', '/dispatch approve', 'approved', 'LGTM'].map((body): Attack => ({
    name: `bare ${body}`,
    stoppedBy: 'silence',
    act: (world) => world.says('rosa', body),
  })),
  {
    name: 'a command without the digest',
    stoppedBy: 'silence',
    act: (world) => world.says('rosa', `/dispatch approve ${asked(world).jobId}`),
  },
  {
    name: 'a homoglyph command',
    stoppedBy: 'silence',
    act: (world) => world.says('rosa', asked(world).approve.replace('approve', '\u0430pprove')),
  },
  {
    name: 'a quoted command',
    stoppedBy: 'silence',
    act: (world) => world.says('rosa', `> ${asked(world).approve}`),
  },
  {
    name: 'another digest',
    stoppedBy: 'decision',
    act: (world) => world.says('rosa', `/dispatch approve ${asked(world).jobId} ${'0'.repeat(64)}`),
  },
  {
    name: 'a command in another thread',
    stoppedBy: 'decision',
    act(world) {
      const other = world.github.createIssue('acme/app', { title: 'Other', author: 'rosa' });
      return world.says('rosa', asked(world).approve, other.number);
    },
  },
  {
    name: 'a comment that is edited while it is decided on',
    stoppedBy: 'decision',
    act: (world) =>
      during(world, /collaborators\/rosa\/permission$/, () => {
        const comment = world.github.listComments('acme/app', world.issue.number).at(-1);
        world.github.editComment(comment?.id ?? 0, 'rosa', 'I take it back.');
      }),
  },
];

const changes: Attack[] = [
  {
    name: 'a command that was edited after its plan was posted',
    stoppedBy: 'withdrawal',
    state: 'cancelled',
    act(world) {
      world.github.editComment(commands(world)[0]?.id ?? 0, 'wanda', '/dispatch fetcher do something nice');
      return approves('rosa')(world);
    },
  },
  {
    name: 'another configuration',
    stoppedBy: 'decision',
    state: 'refused',
    async act(world) {
      const change = { [CONFIG]: FETCHER.replace('Fetches things', 'Fetches more') };
      await commitInto(world.gitDir, { change, from: 'main', onto: 'main' });
      return approves('rosa')(world);
    },
  },
  {
    name: 'an agent that is gone',
    stoppedBy: 'withdrawal',
    state: 'refused',
    async act(world) {
      const change = { [CONFIG]: FETCHER.replace('fetcher:', 'other:') };
      await commitInto(world.gitDir, { change, from: 'main', onto: 'main' });
      return approves('rosa')(world);
    },
  },
  {
    name: 'a plan that brings something else together',
    stoppedBy: 'decision',
    state: 'refused',
    act(world) {
      world.repository.private = false;
      return approves('rosa')(world);
    },
  },
  {
    name: 'an approval that comes a day late',
    stoppedBy: 'store',
    state: 'expired',
    act(world) {
      clock.ahead = 86_400_000;
      return approves('rosa')(world);
    },
  },
];

/** Whatever could be tried against one waiting job. */
export const attacks: readonly Attack[] = [...people, ...words, ...changes];
