import ts from 'typescript';
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

const SWITCH_OFF = /(?:oxlint|eslint)-disable(?:-next-line|-line)?(.*)/;

/** A comment may not silence the compiler, the whole linter, or a rule that holds up a wall. */
export function noSilencedWalls(file: Parsed): ts.Node[] | number[] {
  if (file.path.startsWith('test/')) return [];
  return commentsOf(file)
    .filter(({ text }) => silences(text))
    .map(({ start }) => start);
}

function silences(comment: string): boolean {
  if (/@ts-(ignore|nocheck)/.test(comment)) return true;
  const switched = SWITCH_OFF.exec(comment);
  if (!switched) return false;
  const rules = (switched[1] ?? '').split('--')[0]?.trim() ?? '';
  return rules === '' || rules === '*/' || WALL_LINT_RULES.some((rule) => rules.includes(rule));
}

function commentsOf({ text, tree }: Parsed): { start: number; text: string }[] {
  const found = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    for (const range of [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ]) {
      found.set(range.pos, text.slice(range.pos, range.end));
    }
    for (const child of node.getChildren()) visit(child);
  };
  visit(tree);
  return [...found].map(([start, comment]) => ({ start, text: comment }));
}
