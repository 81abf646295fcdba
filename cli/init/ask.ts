import { createInterface } from 'node:readline';
import { commandProblem } from '../../core/init/first-config.ts';
import type { Way } from './wanted-files.ts';

/** What a person answered. */
export type Answers = { way: Way; test: string | null };

/** Asks what cannot be found out, with what was found as the answer of an empty line. Null: nothing is to be written. */
export async function ask(found: Answers): Promise<Answers | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // What is typed ahead of a question is its answer, too.
  const lines = terminal[Symbol.asyncIterator]();
  const question = async (text: string): Promise<string> => {
    terminal.setPrompt(text);
    terminal.prompt();
    const line = await lines.next();
    if (line.done === true) throw new NoMore();
    return line.value.trim();
  };
  try {
    const way = await wayFrom(question, found.way);
    const test = await testFrom(question, found.test);
    const sure = await question('Write the files? [Y/n] ');
    return /^(y(es)?)?$/i.test(sure) ? { way, test } : null;
  } catch (error) {
    if (error instanceof NoMore) return null;
    throw error;
  } finally {
    terminal.close();
  }
}

/** The input ended before the question was answered. */
class NoMore extends Error {}

type Question = (text: string) => Promise<string>;

const WAYS = `What starts agents?
  1  a comment: /dispatch reviewer check the error handling (with the app)
  2  every pull request, as a step of a workflow (without the app)
`;

async function wayFrom(question: Question, found: Way): Promise<Way> {
  const usual = found === 'comments' ? '1' : '2';
  process.stdout.write(WAYS);
  const answer = await question(`[${usual}] `);
  const chosen = answer === '' ? usual : answer;
  if (chosen === '1') return 'comments';
  return chosen === '2' ? 'step' : wayFrom(question, found);
}

async function testFrom(question: Question, found: string | null): Promise<string | null> {
  const shown = found === null ? 'none found; empty for none' : found;
  const answer = await question(`How are the tests run? [${shown}] `);
  if (answer === '') return found;
  const problem = commandProblem(answer);
  if (problem === null) return answer;
  process.stdout.write(`That cannot stand in the configuration: ${problem}.\n`);
  return testFrom(question, found);
}
