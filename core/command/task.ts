import { byteLength } from '../config/byte-length.ts';
import { misspelt } from './misspelt.ts';
import type { Misspelt } from './parsed.ts';

/** The longest task, in bytes of UTF-8. */
export const maximumTask = 8192;

/** Joins the two parts. Only white space around the whole task goes; inside it every line stays as typed. */
export function taskOf(first: string, below: string): string {
  const text = first === '' ? below.replace(/^(?:[ \t\u00a0]*\n)+/, '') : `${first}\n${below}`;
  return text.trimEnd();
}

/** What is wrong with a task, if anything. `words`: what stands before it, behind `/dispatch`. */
export function checkTask(words: string, task: string): Misspelt | null {
  if (task.trim() === '') {
    return misspelt(
      'missing-task',
      `\`/dispatch ${words}\` has no task.`,
      `Write what to do behind it: \`/dispatch ${words} <task>\`.`,
    );
  }
  const bytes = byteLength(task);
  if (bytes <= maximumTask) return null;
  return misspelt(
    'task-too-long',
    `The task is ${bytes} bytes long; at most ${maximumTask} are taken.`,
    'Shorten it, or put the details into a file of the repository and name the file. Everything below the command belongs to the task.',
  );
}
