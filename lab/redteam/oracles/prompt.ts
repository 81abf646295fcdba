import { prompts, type Observed } from '../observed.ts';

/** Text that reached the model in a prompt although it must not, such as a file that a task mentioned. */
export function prompt(seen: Observed): string[] {
  const texts = prompts(seen);
  return (seen.scenario.oracles.prompt ?? [])
    .filter((pattern) => texts.some((text) => new RegExp(pattern, 'mu').test(text)))
    .map((pattern) => `a prompt matches /${pattern}/`);
}
