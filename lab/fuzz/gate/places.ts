const BEFORE =
  'The run ended without an error. I looked at the three places that handle retries, and at how the tests ' +
  'start the server; two of them wait for a port that is never freed when the first attempt fails.';
const AFTER =
  'After that the suite passes on my side. Please have a look at the naming, I was not sure about it.';

/** Where in a comment something can stand. */
export const places: Readonly<Record<string, (text: string) => string>> = {
  start: (text) => `${text}\n\n${BEFORE}\n\n${AFTER}\n`,
  middle: (text) => `${BEFORE}\n\n${text}\n\n${AFTER}\n`,
  end: (text) => `${BEFORE}\n\n${AFTER}\n\n${text}`,
  'code block': (text) => `${BEFORE}\n\n\`\`\`text\n${text}\n\`\`\`\n\n${AFTER}\n`,
  link: (text) => `${BEFORE} See [the log](https://sink.example/?q=${text}). ${AFTER}\n`,
};

/** So many characters have a comment that is read as a long one. */
const LONG = 20_000;

/** In the middle of a long text of words, code and numbers. */
export function inLongText(text: string): string {
  const part = (at: number) => `${at}. ${BEFORE}\n\n    const limit${at} = retries(${at * 101});\n\n`;
  const half = Array.from({ length: Math.ceil(LONG / 2 / part(1).length) }, (_, at) => part(at)).join('');
  return `${half}${text}\n\n${half}`;
}
