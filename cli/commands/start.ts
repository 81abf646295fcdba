import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { counted } from '../../core/output/amounts.ts';
import { copyRepository, makeDemoRepository, type MadeRepository } from '../../lab/demo/make-repository.ts';
import { bundledAgents, lookAround } from '../../lab/demo/scripted-model.ts';
import { startModel } from '../../lab/model/server.ts';
import { page, type Show } from '../local/page.ts';
import { runFiles } from '../local/run-files.ts';
import { watchThread } from '../local/thread-view.ts';
import { MAINTAINER, startLocalWorld, type LocalWorld } from '../local/world.ts';

const DEFAULT_COMMENT = '/dispatch reviewer look at the last commit';
const ANTHROPIC = 'https://api.anthropic.com';
const COMMENT_LIMIT = 65_536;

const HELP = `dispatch start ["COMMENT"] [--repo DIR]

  COMMENT     what a maintainer writes; default: "${DEFAULT_COMMENT}"
  --repo DIR  a git repository of this machine, which is copied and not changed;
              default: a small bundled one whose last commit brought a bug

With ANTHROPIC_API_KEY set the real API is asked and the run costs money, up to the agent's budget_usd.
`;

/** Where the answers come from: the real API with the caller's key, or a script. */
type Model = { url: string; apiKey: string; words: string; close(): Promise<void> };

/**
 * `dispatch start`: one comment from the comment to the answer, live, on this machine. Returns 0 when
 * every run that was started succeeded and the stand-ins saw no call that GitHub would not accept.
 */
export async function run(args: string[]): Promise<number> {
  const parsed = readArguments(args);
  if (typeof parsed === 'number') return parsed;
  const root = await mkdtemp(join(tmpdir(), 'agent-dispatch-start-'));
  const repository = await repositoryFor(parsed.repo, root);
  const model = await openModel(parsed.repo === undefined);
  const show = page(process.stdout);
  const world = await startLocalWorld({
    root,
    repository,
    model,
    onLog(line, from) {
      appendFileSync(join(root, `${from}.log`), `${line}\n`);
      if (from === 'job') showJobLine(line, show);
    },
  });
  const interrupt = () => void world.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupt);
  try {
    return await play(world, parsed.comment, show, [...source(parsed.repo), ...STAGE, model.words], root);
  } finally {
    process.off('SIGINT', interrupt);
    await world.close();
    await model.close();
  }
}

/** What is real here and what is not: said first, in plain words. */
const STAGE = [
  'Real: the app, the action, git, the claude binary, its cage, the broker, the gate.',
  'Stand-ins: GitHub and its job runner, on loopback.',
];

function source(repo: string | undefined): string[] {
  return repo === undefined ? [] : [`The repository is a copy of ${resolve(repo)} as last committed.`];
}

async function repositoryFor(repo: string | undefined, root: string): Promise<MadeRepository> {
  try {
    return repo === undefined ? await makeDemoRepository(root) : await copyRepository(resolve(repo), root);
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}

function readArguments(args: string[]): { comment: string; repo?: string } | number {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { repo: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    if (positionals.length > 1)
      throw new Error(`one comment is posted, and ${positionals.length} were given: put it in quotes`);
    const comment = positionals[0] ?? DEFAULT_COMMENT;
    if (comment.trim() === '' || comment.length > COMMENT_LIMIT)
      throw new Error(`the comment is empty or longer than GitHub takes (${COMMENT_LIMIT} characters)`);
    return {
      comment,
      ...(values.repo === undefined ? {} : { repo: values.repo }),
    };
  } catch (error) {
    process.stderr.write(`dispatch start: ${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
}

async function openModel(bundled: boolean): Promise<Model> {
  const apiKey = process.env['ANTHROPIC_API_KEY'];
  if (apiKey) {
    const url = process.env['ANTHROPIC_BASE_URL'] || ANTHROPIC;
    return {
      url,
      apiKey,
      words: `The model is real: ${url}, with your ANTHROPIC_API_KEY.`,
      close: async () => {},
    };
  }
  // Random enough that no run warns of it.
  const dummy = 'dummy-4kT9wZ2nR7vQ3xM8pL5d';
  const model = await startModel(bundled ? bundledAgents : lookAround, { apiKey: dummy });
  const words =
    'The model is a script, because ANTHROPIC_API_KEY is not set: it says the same whatever the task. Prices are real.';
  return { url: model.url, apiKey: dummy, words, close: () => model.close() };
}

async function play(
  world: LocalWorld,
  comment: string,
  show: Show,
  stage: string[],
  root: string,
): Promise<number> {
  const { github, repository } = world;
  const issue = github.createIssue(repository, { title: 'Is the last commit right?', author: MAINTAINER });
  show('stage', [`${repository}#${issue.number}  ${issue.title}`, ...stage].join('\n'));
  const began = Date.now();
  const view = watchThread(github, repository, issue.number, (text) => show('thread', text));
  github.comment(repository, issue.number, MAINTAINER, comment);
  await world.idle();
  view.stop();
  return tell(world, issue.number, Date.now() - began, show, root);
}

function tell(world: LocalWorld, issue: number, tookMs: number, show: Show, root: string): number {
  const { github, repository } = world;
  const replies = github.listComments(repository, issue).filter((one) => one.viaApp);
  const failed = github.runs.filter((one) => one.conclusion !== 'success').length;
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
    `${counted(github.runs.length, 'run')}, ${failed} failed`,
    `${counted(replies.length, 'comment')} in ${counted(states, 'state')}`,
    `${(tookMs / 1000).toFixed(1)} s`,
  ];
  show('last', words.join(', '));
  return failed === 0 && github.violations.length === 0 ? 0 : 1;
}

/** Shows the agent's own lines of the job's log; the rest of a job's log is the runner's bookkeeping. */
function showJobLine(line: string, show: Show): void {
  if (line.startsWith('[dispatch] ')) show('job', `   runner │ ${line.slice('[dispatch] '.length)}`);
}
