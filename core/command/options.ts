import { nearest } from '../config/nearest.ts';
import { hasHidden, misspelt, shown } from './misspelt.ts';
import type { Misspelt } from './parsed.ts';

/** The options of a command line and the text behind them. */
export type Options = { kind: 'options'; options: Record<string, string>; rest: string };

/**
 * Reads `--key=value` words from the start of `text`; the first other word begins the rest, and a lone `--`
 * ends the options for a task that starts with dashes. Quotes have a meaning only around a value.
 */
export function readOptions(text: string, accepted: readonly string[]): Options | Misspelt {
  const options: Record<string, string> = Object.create(null) as Record<string, string>;
  let rest = skipSpace(text);
  while (looksLikeOption(rest)) {
    const lone = /^--(?=[ \t\u00a0]|$)/.exec(rest);
    if (lone) return { kind: 'options', options, rest: skipSpace(rest.slice(2)) };
    const option = readOne(rest);
    if (option.kind === 'misspelt') return option;
    const wrong = check(option, options, accepted);
    if (wrong) return wrong;
    options[option.key] = option.value;
    rest = skipSpace(rest.slice(option.length));
  }
  return { kind: 'options', options, rest };
}

type Option = { kind: 'option'; key: string; value: string; length: number };

/** Two dashes, or what phones make of them. */
function looksLikeOption(text: string): boolean {
  return /^(?:--|[\u2010-\u2015\u2212][a-z][a-z0-9-]*=)/i.test(text);
}

function readOne(text: string): Option | Misspelt {
  const word = /^[^ \t\u00a0]*/.exec(text)?.[0] ?? '';
  const head = /^--([a-z][a-z0-9-]{0,31})(=?)/.exec(text);
  const key = head?.[1] ?? '';
  const behind = text.slice(head?.[0].length ?? 0);
  if (!head || (!head[2] && /^[^ \t\u00a0]/.test(behind))) return unreadable(word);
  if (!head[2]) return { kind: 'option', key, value: '', length: head[0].length };
  const quote = /^["']/.exec(behind)?.[0];
  const close = quote === undefined ? -1 : behind.indexOf(quote, 1);
  if (quote !== undefined && close === -1) {
    return misspelt(
      'unclosed-quote',
      `The value of the option \`--${key}\` starts with a quote that is not closed on the same line.`,
      `Close it with ${quote}, or leave the quotes out if the value has no spaces.`,
    );
  }
  const value = quote === undefined ? (/^[^ \t\u00a0]*/.exec(behind)?.[0] ?? '') : behind.slice(1, close);
  const length = head[0].length + (quote === undefined ? value.length : close + 1);
  if (!/^[\x20-\x7e]*$/.test(value) || /^[^ \t\u00a0]/.test(text.slice(length)))
    return unreadable(`--${key}`);
  return { kind: 'option', key, value, length };
}

function unreadable(word: string): Misspelt {
  if (hasHidden(word)) {
    return misspelt(
      'hidden-character',
      'An option contains a character that cannot be seen.',
      'Type the option again by hand; copied text may carry hidden characters.',
    );
  }
  return misspelt(
    'bad-option',
    `${shown(word)} cannot be read as an option.`,
    'Options are two plain dashes, lower-case ASCII letters and a value: `--key=value`. Write ` -- ` before a task that starts with dashes.',
  );
}

function check(
  option: Option,
  options: Record<string, string>,
  accepted: readonly string[],
): Misspelt | null {
  const name = `\`--${option.key}\``;
  if (Object.hasOwn(options, option.key)) {
    return misspelt('duplicate-option', `The option ${name} is given twice.`, 'Give it once.');
  }
  if (accepted.includes(option.key)) return null;
  const near = nearest(option.key, accepted);
  const known = accepted.map((key) => `\`--${key}\``).join(', ');
  return misspelt(
    'unknown-option',
    `There is no option ${name}${near === undefined ? '' : ` (did you mean \`--${near}\`?)`}.`,
    known
      ? `Use one of ${known}, or write \` -- \` before a task that starts with dashes.`
      : 'No option is supported yet: leave it out, or write ` -- ` before a task that starts with dashes.',
  );
}

function skipSpace(text: string): string {
  return text.replace(/^[ \t\u00a0]+/, '');
}
