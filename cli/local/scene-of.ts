import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EXAMPLES } from '../../lab/demo/examples.ts';
import { copyRepository, makeDemoRepository } from '../../lab/demo/make-repository.ts';
import type { Scene } from '../../lab/demo/scene.ts';
import { bundledAgents, lookAround } from '../../lab/demo/scripted-model.ts';

const DEFAULT_COMMENT = '/dispatch reviewer look at the last commit';
const COMMENT_LIMIT = 65_536;

const WIDTH = Math.max(...EXAMPLES.map(({ name }) => name.length)) + 2;
const EXAMPLE_LINES = EXAMPLES.map(({ name, summary }) => `    ${name.padEnd(WIDTH)}${summary}`).join('\n');

const HELP = `dispatch start ["COMMENT"] [--repo DIR]
dispatch start --example NAME

  COMMENT     what a maintainer writes; default: "${DEFAULT_COMMENT}"
  --repo DIR  a git repository of this machine, which is copied and not changed;
              default: a small bundled one whose last commit brought a bug
  --example NAME
              the bundled repository, with a thread and a comment that end in
${EXAMPLE_LINES}

With ANTHROPIC_API_KEY set the real API is asked and the run costs money, up to the agent's budget_usd.

Example:
  dispatch start "/dispatch reviewer check the error handling" --repo .
`;

/** What the arguments ask to be played; or the exit code when that is said already: the help, or what is wrong. */
export function sceneOf(args: string[]): Scene | number {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        repo: { type: 'string' },
        example: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    if (values.example === undefined) return ownScene(positionals, values.repo);
    if (positionals.length > 0 || values.repo !== undefined)
      throw new Error('an example brings its own comment and repository: leave yours out, or --example');
    return exampleNamed(values.example);
  } catch (error) {
    process.stderr.write(`dispatch start: ${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
}

function exampleNamed(name: string): Scene {
  const found = EXAMPLES.find((one) => one.name === name);
  if (found) return found;
  throw new Error(`there is no example '${name}'; there are ${EXAMPLES.map((one) => one.name).join(', ')}`);
}

/** The caller's comment, or the one that is shown first, in the caller's repository or the bundled one. */
function ownScene(positionals: string[], repo: string | undefined): Scene {
  if (positionals.length > 1)
    throw new Error(`one comment is posted, and ${positionals.length} were given: put it in quotes`);
  const comment = positionals[0] ?? DEFAULT_COMMENT;
  if (comment.trim() === '' || comment.length > COMMENT_LIMIT)
    throw new Error(`the comment is empty or longer than GitHub takes (${COMMENT_LIMIT} characters)`);
  const thread = { title: 'Is the last commit right?' };
  const scene = { thread, comment, brings: 'nothing' } as const;
  if (repo === undefined) return { ...scene, notes: [], make: makeDemoRepository, model: bundledAgents };
  const folder = resolve(repo);
  return {
    ...scene,
    notes: [`The repository is a copy of ${folder} as last committed.`],
    make: (root) => copyRepository(folder, root),
    model: lookAround,
  };
}
