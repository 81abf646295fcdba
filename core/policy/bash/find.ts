import { opaque, plain, type Unwrapped } from './unwrapped.ts';
import { isLike, literalOf, mayBecomeOption, mayBeMany, type Argument } from './words.ts';

/** The words of `find` itself, and those of each command that it runs. */
type Split = { own: readonly Argument[]; run: readonly (readonly Argument[])[] };

/** Tells the commands that `find` runs from its own words; undefined where it is not certain which are which. */
export function splitFind(words: readonly Argument[]): Split | undefined {
  const own: Argument[] = [];
  const run: Argument[][] = [];
  let inside: Argument[] | undefined;
  let asks: boolean | undefined;
  for (const word of words) {
    if (inside === undefined) {
      asks = isLike(word, /^-ok(dir)?$/);
      const runs = isLike(word, /^-exec(dir)?$/);
      if (asks || runs) run.push((inside = []));
      // `-ok` stays among find's own words, where it is none that is known to be harmless.
      if (!runs) own.push(word);
    } else if (isLike(word, /^;$/) || (!asks && isLike(word, /^\+$/) && isLike(inside.at(-1), /^\{\}$/))) {
      inside = undefined;
    } else inside.push(word);
  }
  return inside === undefined && run.every(isCertain) ? { own, run } : undefined;
}

/**
 * Whether these words are one command and nothing else of find's. An option of find before them would have taken
 * `-exec` for its value; a word that is not known may be the `;` that ends them, and what follows is find's then.
 */
function isCertain(argv: readonly Argument[]): boolean {
  const [name] = argv;
  if (name === undefined || isLike(name, /^[-!(),]/)) return false;
  // A `+` ends a command only right after `{}`, and not that of `-ok`.
  if (argv.some((word) => isLike(word, /^\+$/))) return false;
  const end = argv.find(mayEnd);
  if (end === undefined) return true;
  const others = argv.slice(argv.indexOf(end) + 1);
  return !mayBeMany(end) && !others.some((word) => mayBecomeOption(word) || isLike(word, /^-\w\w/));
}

/** Whether a word that is not known may become a `;`, or the `+` or the `{}` of an end. */
function mayEnd(word: Argument): boolean {
  return 'prefix' in word && (word.splits || /^[;+{]?$/.test(word.prefix));
}

/** Looks into the words of `find` for what it runs. */
export function readFind(words: readonly Argument[]): Unwrapped {
  const split = splitFind(words);
  if (split === undefined) return { ...plain(), hidden: 'find runs a command whose end is not known' };
  const { own, run } = split;
  return {
    ...(own.some(mayBecomeOption) ? opaque('find may run what its words become') : plain()),
    inner: run.map((argv) => ({ argv: argv.map(filled), assignments: [] })),
    wraps: run.length > 0,
  };
}

/** Any file's name may stand for `{}`. */
function filled(word: Argument): Argument {
  const text = literalOf(word);
  if (text === undefined || !text.includes('{}')) return word;
  return { dynamic: text, prefix: text.slice(0, text.indexOf('{}')), splits: false };
}
