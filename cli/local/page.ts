export type Show = (kind: string, text: string) => void;

/** Prints blocks of text with an empty line between them; blocks of kind `job` that follow each other stand together. */
export function page(stream: { write(text: string): unknown }): Show {
  let last: string | undefined;
  return (kind, text) => {
    const apart = last !== undefined && !(kind === 'job' && last === 'job');
    stream.write(`${apart ? '\n' : ''}${text}\n`);
    last = kind;
  };
}
