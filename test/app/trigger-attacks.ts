import { file, proposing, SOURCES, WRITE } from './patch-world.ts';
import { makeTriggerWorld, triggered } from './trigger-world.ts';
import { succeeds } from './world.ts';

/* What strangers and machines try through news of pull requests. `trigger-ablation.test.ts` shows what is looked for. */

/** An agent that may write and reach hosts, and that its profile hands to strangers all the same. */
export const HANDED_OUT = triggered('forks: true')
  .replace('tools: [Read, Grep]', 'tools: [Read, Edit, Bash]')
  .concat('    egress: [example.org]\n    outputs: [comment, labels: { allow: [bug] }, patch]\n');

/** A stranger opens a pull request from their fork. */
export async function fromFork(config: string) {
  const stage = await makeTriggerWorld({ config });
  const pull = await stage.opens({ 'src/a.ts': 'x\n' }, { author: 'sam', headOwner: 'sam' });
  return { stage, ...pull };
}

/** Each run proposes a change, which is a pull request by our bot; somebody has given that the role write. */
export async function selfMade() {
  let made = 0;
  const config = triggered('drafts: true')
    .replace('tools: [Read, Grep]', 'tools: [Read, Edit]')
    .concat('    outputs: [comment, patch]\n');
  const stage = await makeTriggerWorld({
    config,
    more: WRITE,
    files: SOURCES,
    play: async (claims, order) => {
      made += 1;
      const play = made > 3 ? succeeds() : proposing([file('src/add.js', `one\ntwo\n${made}\n`)]);
      return play(claims, order);
    },
  });
  const { github } = stage.world;
  github.setRole('acme/app', github.app.bot.login, 'write');
  // The change is proposed to the branch that the pull request comes from.
  const headSha = await stage.commit({ 'src/new.js': 'x\n' }, 'main', 'topic');
  await github.createPullRequest('acme/app', { title: 'Change', author: 'wanda', headSha, headRef: 'topic' });
  await stage.world.settle();
  await stage.world.settle();
  const ours = [...stage.world.repository.issues.values()].filter(
    ({ pull, author }) => pull && author.type === 'Bot',
  );
  return { stage, ours };
}

/** Somebody pushes while the run of the commit before ends as a success. */
export async function overtaken() {
  let pushed = false;
  const stage: Awaited<ReturnType<typeof makeTriggerWorld>> = await makeTriggerWorld({
    play: async (claims, order) => {
      const isFirst = !pushed;
      pushed = true;
      if (isFirst) {
        await stage.startsPush(Number(claims['issue_number']), { 'a.ts': 'y\n' });
        // The push is heard while this run is about to end.
        await stage.world.app.idle();
      }
      return succeeds({ text: isFirst ? 'Stale words.' : 'New words.' })(claims, order);
    },
  });
  const { number } = await stage.opens({ 'a.ts': 'x\n' });
  await stage.world.settle();
  const said = stage.world.answers(number).flatMap(({ revisions }) => revisions);
  return { stage, number, said: JSON.stringify(said) };
}
