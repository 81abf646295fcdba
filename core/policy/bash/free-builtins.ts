import { isProtected } from '../protected.ts';
import { isAbsurd, mayBePassed, mayBeSet } from './surroundings.ts';
import { literalOf, type Argument } from './words.ts';

const FREE = new Set(
  'echo printf true false test [ : cd pwd exit wait read export declare local readonly typeset set type shift return break continue times umask'.split(
    ' ',
  ),
);

/** Whether a builtin needs no rule. */
export function isFree(program: string): boolean {
  return FREE.has(program);
}

/** Says what a free builtin may not do; undefined when it may. What it evaluates is judged elsewhere. */
export function objectionToFree(program: string, words: readonly Argument[]): string | undefined {
  switch (program) {
    case 'cd':
      return cd(words);
    case 'printf':
      return literalOf(words[0])?.startsWith('-v') ? 'printf -v sets a variable' : undefined;
    case 'read':
      return names(program, words, mayBeSet, /^-r$/);
    case 'export':
      return names(program, words, mayBePassed, /^$/);
    case 'declare':
    case 'local':
    case 'readonly':
    case 'typeset':
      return names(program, words, mayBeSet, /^$/);
    case 'umask':
      return words.length > 0 ? 'umask changes who may read new files' : undefined;
    default:
      return undefined;
  }
}

function cd(words: readonly Argument[]): string | undefined {
  const rest = literalOf(words[0]) === '--' ? words.slice(1) : words;
  const path = literalOf(rest[0]);
  if (path === undefined || isAbsurd(path)) return 'cd leaves the workspace, or may';
  const inside = rest.length === 1 && !/^[/~-]|(^|\/)\.\.(\/|$)|^$/.test(path);
  const below = path === '/workspace' || (path.startsWith('/workspace/') && !path.includes('..'));
  if (!inside && !below) return 'cd leaves the workspace, or may';
  return isProtected(path, 'write') ? 'cd goes to a protected folder' : undefined;
}

function names(
  program: string,
  words: readonly Argument[],
  may: (name: string) => boolean,
  options: RegExp,
): string | undefined {
  for (const word of words) {
    const text = literalOf(word) ?? ('prefix' in word ? word.prefix : '');
    if (options.test(text)) continue;
    const [name = ''] = text.split(/\+?=/, 1);
    if (!may(name)) return `${program} may not set ${name === '' ? 'what is not known before' : name}`;
  }
  return undefined;
}
