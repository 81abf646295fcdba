import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { MAINTAINER, startLocalWorld, type LocalWorld } from '../../cli/local/world.ts';
import { startModel, type ScriptedModel } from '../../lab/model/server.ts';
import type { Script, TurnFunction } from '../../lab/model/script.ts';
import { commitInto, makeBare } from '../bare-repository.ts';

export { MAINTAINER };

/** An obvious dummy; long enough for the gate to look for it in disguise. */
export const API_KEY = 'dummy-api-key-0123456789abcdef-for-tests-only';

const examples = new URL('../../docs/examples/', import.meta.url);
export const shippedConfig = readFileSync(new URL('dispatch.yml', examples), 'utf8');
export const shippedWorkflow = readFileSync(new URL('workflows/dispatch.yml', examples), 'utf8');

/** The smallest answer a model can give. */
export const oneLine: Script = {
  turns: [{ text: 'All is well.', usage: { input_tokens: 1000, output_tokens: 50 } }],
};

export type StoryOptions = {
  /** Files of the repository; null leaves a shipped one out. Paths to text. */
  files?: Record<string, string | null>;
  model?: Script | TurnFunction;
  /** The key that the repository's secret holds; the model knows only `API_KEY`. */
  apiKey?: string;
  /** What the App was given besides what `app.yml` asks for. */
  permissions?: Record<string, string>;
};

/** One repository with an app, as a user meets it. `log` holds all lines of all jobs. */
export type Story = LocalWorld & {
  issue: number;
  root: string;
  gitDir: string;
  model: ScriptedModel;
  log: string[];
  /** Somebody comments, and everything that follows from it happens. Returns the comment's id. */
  says: (body: string, login?: string) => Promise<number>;
  /** What the app wrote into the thread: for each comment every state it had, oldest first. */
  replies: () => string[][];
  /** Reactions to a comment, by their names. */
  reactions: (comment: number) => string[];
};

/** Begins a story: a repository with the shipped configuration and workflow, one issue, one maintainer. */
export async function begin(options: StoryOptions = {}): Promise<Story> {
  const root = mkdtempSync(join(tmpdir(), 'dispatch-story-'));
  const gitDir = await makeRepository(root, {
    '.github/dispatch.yml': shippedConfig,
    '.github/workflows/dispatch.yml': shippedWorkflow,
    'src/add.js': 'export const add = (a, b) => a - b;\n',
    ...options.files,
  });
  const model = await startModel(options.model ?? oneLine, { apiKey: API_KEY });
  const log: string[] = [];
  const world = await startLocalWorld({
    root,
    repository: { gitDir, name: 'project' },
    model: { url: model.url, apiKey: options.apiKey ?? API_KEY },
    ...(options.permissions && { permissions: options.permissions }),
    onLog: (line) => log.push(line),
    delays: { interrupt: 5000, terminate: 1000, streams: 500 },
  });
  const { github, repository } = world;
  const { number } = github.createIssue(repository, { title: 'Does it add?', author: MAINTAINER });
  onTestFinished(async () => {
    await world.close();
    await model.close();
    rmSync(root, { recursive: true, force: true });
  });
  return {
    ...world,
    issue: number,
    root,
    gitDir,
    model,
    log,
    async says(body, login = MAINTAINER) {
      const { id } = github.comment(repository, number, login, body);
      await world.idle();
      return id;
    },
    replies: () =>
      github
        .listComments(repository, number)
        .filter((comment) => comment.viaApp)
        .map((comment) => comment.revisions.map((revision) => revision.body)),
    reactions: (id) =>
      github
        .listComments(repository, number)
        .find((comment) => comment.id === id)
        ?.reactions.map((reaction) => reaction.content) ?? [],
  };
}

/** Makes a bare repository with one commit on `main` that holds these files; null leaves one out. */
export async function makeRepository(root: string, files: Record<string, string | null>): Promise<string> {
  const gitDir = join(root, 'project.git');
  await makeBare(gitDir);
  await commitInto(gitDir, { change: files, onto: 'main' });
  return gitDir;
}
