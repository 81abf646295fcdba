/** One thing that is wrong with the configuration. Lines and columns count from 1. */
export type ConfigProblem = {
  file: string;
  line: number;
  column: number;
  /** Where in the configuration: `agents.reviewer.tools[0]`; empty for the file as a whole. */
  key: string;
  /** What is wrong and why. Never repeats a value that is long or looks like a secret. */
  message: string;
  /** What to do about it. */
  remedy: string;
};

/** A problem as one line for a terminal: its place, what is wrong, what to do. */
export function problemLine({ file, line, column, message, remedy }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${message} ${remedy}`;
}

export type Path = readonly (string | number)[];

/** A problem before its place in the file is known: by offset, or by path in the tree. */
export type Finding = { message: string; remedy: string; path: Path } & (
  | { at: 'offset'; offset: number }
  | { at: 'key' | 'value' }
);

/** A finding at a value (or, for `key`, at the key that names it). */
export function finding(path: Path, message: string, remedy: string, at: 'key' | 'value' = 'value'): Finding {
  return { path, message, remedy, at };
}

/** A finding at an offset of the text, for trouble below the level of keys and values. */
export function findingAt(offset: number, message: string, remedy: string, path: Path = []): Finding {
  return { path, message, remedy, at: 'offset', offset };
}

/** `agents.reviewer.tools[0]`; parts that are no plain names are shown as `…`. */
export function keyOf(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      const name = showable(part) ? part : '…';
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

/** A value as a message may repeat it: short, plain and nothing like a key or token; else a description. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${String(value)}\``;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' && showable(value) ? `\`${value}\`` : 'a value not repeated here';
}

function showable(text: string): boolean {
  if (!/^[A-Za-z0-9_./* ()<-]{1,40}$/.test(text)) return false;
  const tokenLike = /^(?:sk-|gh[a-z]_|github_pat|AKIA|ASIA|xox|eyJ|glpat|npm_|AIza)/i;
  // Digits among more than sixteen letters without a break: a key, not a word.
  return !tokenLike.test(text) && !/(?=[A-Za-z]*[0-9])[A-Za-z0-9]{17}/.test(text);
}
