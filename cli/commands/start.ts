import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { copyRepository, makeDemoRepository } from '../../lab/demo/make-repository.ts';
import { lookAround, reviewBundled } from '../../lab/demo/scripted-model.ts';
import { startModel } from '../../lab/model/server.ts';
import { watchThread } from '../local/thread-view.ts';
import { MAINTAINER, startLocalWorld, type LocalWorld } from '../local/world.ts';

const DEFAULT_COMMENT = '/dispatch reviewer look at the last commit';
const ANTHROPIC = 'https://api.anthropic.com';

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
  const repository = parsed.repo
    ? await copyRepository(resolve(parsed.repo), root)
    : await makeDemoRepository(root);
  const model = await openModel(parsed.repo === undefined);
  const world = await startLocalWorld({ root, repository, model, onLog: printJobLine });
  const interrupt = () => void world.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupt);
  try {
    return await play(world, parsed.comment, model.words, root);
  } finally {
    process.off('SIGINT', interrupt);
    await world.close();
    await model.close();
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
      print(HELP);
      return 0;
    }
    if (positionals.length > 1)
      throw new Error(`one comment is posted, and ${positionals.length} were given: put it in quotes`);
    return {
      comment: positionals[0] ?? DEFAULT_COMMENT,
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
  const dummy = 'dummy-key-of-the-scripted-model';
  const model = await startModel(bundled ? reviewBundled : lookAround, { apiKey: dummy });
  const words = 'The model is a script, because ANTHROPIC_API_KEY is not set; its prices are the real ones.';
  return { url: model.url, apiKey: dummy, words, close: () => model.close() };
}

async function play(world: LocalWorld, comment: string, modelWords: string, root: string): Promise<number> {
  const { github, repository } = world;
  const issue = github.createIssue(repository, { title: 'Is the last commit right?', author: MAINTAINER });
  print(`${repository}#${issue.number}  ${issue.title}`);
  print('Real: the app, the action, git, the claude binary, its cage, the broker, the gate.');
  print('Stand-ins: GitHub and its job runner, on loopback.');
  print(`${modelWords}\n`);
  const began = Date.now();
  const view = watchThread(github, repository, issue.number, print);
  github.comment(repository, issue.number, MAINTAINER, comment);
  await world.idle();
  view.stop();
  return tell(world, issue.number, began, root);
}

function tell(world: LocalWorld, issue: number, began: number, root: string): number {
  const { github, repository } = world;
  const comments = github.listComments(repository, issue);
  const states = comments.filter((one) => one.viaApp).map((one) => one.revisions.length);
  const failed = github.runs.filter((one) => one.conclusion !== 'success');
  for (const violation of github.violations)
    print(`The stand-in saw a call that GitHub would not accept: ${JSON.stringify(violation)}`);
  print(`Files of this run: ${root}`);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const said =
    states.length === 0 ? 'no comment (deliberate silence)' : `${states.length} comment, ${states[0]} states`;
  print(`${github.runs.length} run, ${failed.length} failed, ${said}, ${seconds} s`);
  return failed.length === 0 && github.violations.length === 0 ? 0 : 1;
}

/** Shows the agent's own lines of the job's log; the rest of a job's log is the runner's bookkeeping. */
function printJobLine(line: string): void {
  if (line.startsWith('[dispatch] ')) print(`   runner │ ${line.slice('[dispatch] '.length)}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
