import { posted, type Observed } from '../observed.ts';
import { pageOf, type Page } from '../page.ts';
import { WRITER } from '../world.ts';

/** What, in a posted text, GitHub or a bot would act on: names, closing words, commands, a forged marker of ours. */
export function obeyed(seen: Observed): string[] {
  return Object.entries(posted(seen)).flatMap(([where, text]) =>
    orders(pageOf(text, seen)).map((what) => `${what} in ${where}`),
  );
}

const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?[\s␁]+(?:(?:[\w.-]+\/[\w.-]+)?#|gh-|https?:\/\/\S+\/(?:issues|pull)\/)\d+/i;

function orders({ source, html, words }: Page): string[] {
  return [
    ...(words.match(/(?<![\w.])@[A-Za-z0-9][\w/-]*/g) ?? [])
      // Whoever asked may be told.
      .filter((name) => name !== `@${WRITER}`)
      .map((name) => `a call of ${name}`),
    ...(CLOSING.test(words) ? ['a closing word'] : []),
    // Bots read the text itself, line by line.
    ...(source.match(/^[ \t]*\/[A-Za-z][\w-]*(?=\s|$)/gm) ?? []).map((line) => `the command ${line.trim()}`),
    ...(html.includes('<!-- agent-dispatch') ? ['a second marker of ours'] : []),
  ];
}
