import type { Parsed } from './source-file.ts';

/** The linter's rules that hold up a wall. No comment may switch them off. */
export const WALL_LINT_RULES = [
  'no-restricted-properties',
  'no-restricted-globals',
  'no-process-env',
  'no-default-export',
  'no-eval',
  'no-new-func',
  'no-implied-eval',
  'no-console',
  'no-barrel-file',
] as const;

const SILENCE = /@ts-(?:ignore|nocheck)\b|(?:oxlint|eslint)-disable(?:-next-line|-line)?([^\n]*)/g;

/** A comment may not silence the compiler, the whole linter, or a rule that holds up a wall. */
export function noSilencedWalls({ path, text }: Parsed): number[] {
  if (path.startsWith('test/')) return [];
  return [...text.matchAll(SILENCE)]
    .filter(([whole, rules]) => whole.startsWith('@ts') || isWide(rules ?? ''))
    .map(({ index }) => index);
}

/** Whether a switched-off list of rules is no list at all, or holds a rule of a wall. */
function isWide(rules: string): boolean {
  const named = rules.split('--')[0]?.replace('*/', '').trim() ?? '';
  return named === '' || WALL_LINT_RULES.some((rule) => named.includes(rule));
}
