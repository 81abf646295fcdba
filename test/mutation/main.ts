import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { FOLDERS, LEAST_SCORE, options } from './options.ts';
import { score } from './score.ts';

const HELP = `npm run mutate -- [--incremental] [--static] [FILE OR FOLDER …]

  --incremental   run only the mutants whose code or tests changed since the last such run
  --static        also what is evaluated once, when a file is loaded: tables; takes hours

Changes the code of ${FOLDERS.join(' and ')} in one place after the other and runs the tests that reach the
place: a change that no test notices is a test that is missing. The last line is the figure; exit 1 below
${LEAST_SCORE} %. The survivors are listed above it, and in .cache/mutation-report.html.
`;

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  let asked;
  try {
    asked = parseArgs({
      args,
      options: {
        incremental: { type: 'boolean', default: false },
        static: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  process.chdir(root);
  const paths = asked.positionals.length > 0 ? asked.positionals : FOLDERS;
  const mutants = await new Stryker(
    options(paths, { incremental: asked.values.incremental, withStatic: asked.values.static }),
  ).runMutationTest();
  const { percent, line } = score(mutants, root);
  process.stdout.write(`${line}\n`);
  return percent < LEAST_SCORE ? 1 : 0;
}
