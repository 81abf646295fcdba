import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, Script } from 'node:vm';

type Cmark = {
  convertUnsafe(markdown: string, options: number): string;
  readonly Option: { readonly footnotes: number; readonly safe: number };
};

const program = new Script(readFileSync(fileURLToPath(import.meta.resolve('cmark-gfm-js')), 'utf8'));
let cmark = started();

/**
 * The page as GitHub's own renderer writes it, cmark-gfm compiled from C. It lives in a context of its own:
 * imported, it would take over the process's handlers of errors; and after it ran out of its fixed memory
 * another one takes its place.
 */
export function byCmark(markdown: string, raw: boolean): string {
  try {
    return convert(markdown, raw);
  } catch {
    cmark = started();
    return convert(markdown, raw);
  }
}

function convert(markdown: string, raw: boolean): string {
  const { footnotes, safe } = cmark.Option;
  return cmark.convertUnsafe(markdown, raw ? footnotes : footnotes + safe);
}

function started(): Cmark {
  const silent = { log() {}, warn() {} };
  const context = createContext({ console: silent, module: {}, TextDecoder });
  program.runInContext(context);
  return (context as { Module: Cmark }).Module;
}
