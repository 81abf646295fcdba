import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted } from '../../core/output/amounts.ts';
import type { MadeRepository } from '../../lab/demo/make-repository.ts';
import type { Scene } from '../../lab/demo/scene.ts';
import type { Issue } from '../../lab/github/state.ts';
import { landed, type Landed } from '../local/landed.ts';
import { openModel } from '../local/open-model.ts';
import { page, type Show } from '../local/page.ts';
import { openProgressLine } from '../local/progress-line.ts';
import { runFiles } from '../local/run-files.ts';
import { sceneOf } from '../local/scene-of.ts';
import { watchThread } from '../local/thread-view.ts';
import { watchProgress } from '../local/watch-progress.ts';
import { MAINTAINER, startLocalWorld, type LocalWorld } from '../local/world.ts';

/**
 * `dispatch start`: one comment from the comment to the answer, live, on this machine. Returns 0 when
 * every run that was started succeeded, the stand-ins saw no call that GitHub would not accept, and what an
 * example is to bring is there.
 */
export async function run(args: string[]): Promise<number> {
  const scene = sceneOf(args);
  if (typeof scene === 'number') return scene;
  const root = await mkdtemp(join(tmpdir(), 'agent-dispatch-start-'));
  const repository = await repositoryOf(scene, root);
  const model = await openModel(scene.model);
  const line = openProgressLine(process.stdout, process.env);
  const blocks = page(process.stdout);
  const show: Show = (kind, text) => line.apart(() => blocks(kind, text));
  const progress = watchProgress(line);
  const world = await startLocalWorld({
    root,
    repository,
    model,
    ...(scene.permissions && { permissions: scene.permissions }),
    onLog(line, from) {
      appendFileSync(join(root, `${from}.log`), `${line}\n`);
      if (from !== 'job' || !line.startsWith(AGENT)) return;
      progress.hear(line.slice(AGENT.length));
      show('job', `   runner │ ${line.slice(AGENT.length)}`);
    },
  });
  progress.watch(world.github);
  const interrupt = () => {
    progress.stop();
    void world.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupt);
  try {
    const thread = await openThread(world, scene, repository);
    show('stage', [titleOf(thread), ...scene.notes, ...STAGE, model.words].join('\n'));
    return await play(world, thread, scene, show, root);
  } finally {
    process.off('SIGINT', interrupt);
    progress.stop();
    await world.close();
    await model.close();
  }
}

/** How the lines of a job's log about the agent begin; the rest of it is the runner's bookkeeping. */
const AGENT = '[dispatch] ';

/** What is real here and what is not: said first, in plain words. */
const STAGE = [
  'Real: the app, the action, git, the claude binary, its cage, the broker, the gate.',
  'Stand-ins: GitHub and its job runner, on loopback.',
];

async function repositoryOf(scene: Scene, root: string): Promise<MadeRepository> {
  try {
    return await scene.make(root);
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}

/** Opens the issue, or the pull request where the repository has a branch for one. */
async function openThread(
  { github, repository }: LocalWorld,
  scene: Scene,
  { pull }: MadeRepository,
): Promise<Issue> {
  const issue = { ...scene.thread, author: MAINTAINER };
  if (pull === undefined) return github.createIssue(repository, issue);
  if (scene.failed) await github.failRun(repository, { ...scene.failed, headSha: pull.headSha });
  return github.createPullRequest(repository, { ...issue, headSha: pull.headSha, headRef: pull.branch });
}

function titleOf({ repository, number, title, pull }: Issue): string {
  const branches = pull === null ? '' : `  (pull request: ${pull.head.ref} → ${pull.base.ref})`;
  return `${repository.fullName}#${number}  ${title}${branches}`;
}

async function play(
  world: LocalWorld,
  thread: Issue,
  scene: Scene,
  show: Show,
  root: string,
): Promise<number> {
  const { github, repository } = world;
  const began = Date.now();
  const view = watchThread(github, repository, thread.number, (text) => show('thread', text));
  github.comment(repository, thread.number, MAINTAINER, scene.comment);
  await world.idle();
  view.stop();
  const tookMs = Date.now() - began;
  const left = await landed(scene.brings, github, thread);
  for (const block of left.blocks) show('landed', block);
  return tell(world, thread.number, { tookMs, left }, show, root);
}

function tell(
  { github, repository }: LocalWorld,
  issue: number,
  { tookMs, left }: { tookMs: number; left: Landed },
  show: Show,
  root: string,
): number {
  const replies = github.listComments(repository, issue).filter((one) => one.viaApp);
  const runs = github.runs.filter(({ event }) => event === 'workflow_dispatch');
  const failed = runs.filter((one) => one.conclusion !== 'success').length;
  for (const violation of github.violations)
    show('stage', `The stand-in saw a call that GitHub would not accept: ${JSON.stringify(violation)}`);
  if (replies.length === 0)
    show('stage', 'The app stayed silent: it answers only a comment with a line that begins with /dispatch.');
  const files = runFiles(root);
  show(
    'end',
    ['Files of this run, kept for you:', ...files.map(([what, path]) => `   ${what.padEnd(8)} ${path}`)].join(
      '\n',
    ),
  );
  const states = replies.reduce((sum, one) => sum + one.revisions.length, 0);
  const words = [
    `${counted(runs.length, 'run')}, ${failed} failed`,
    ...left.words,
    `${counted(replies.length, 'comment')} in ${counted(states, 'state')}`,
    `${(tookMs / 1000).toFixed(1)} s`,
  ];
  show('last', words.join(', '));
  return failed === 0 && github.violations.length === 0 && left.there ? 0 : 1;
}
