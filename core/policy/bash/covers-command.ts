import { judgeCommand } from './judge-command.ts';
import { isExact, parseRulePattern, type RulePattern } from './rule-pattern.ts';

/**
 * Whether every command that a pattern of `Bash(…)` stands for is one that some of these patterns allow. A pattern that
 * would not allow itself as a command, such as two commands in one line, is none. Errs on the side of no.
 */
export function coversCommand(patterns: readonly string[], asked: string): boolean {
  const inner = parseRulePattern(asked);
  if (inner.words.length === 0) return patterns.includes('*') && asked.trim() === '*';
  if (isExact(inner))
    return judgeCommand(asked, { allow: [asked], deny: [] }) === 'pass' && isAllowed(patterns, asked);
  if (SYNTAX.test(asked)) return false;
  return patterns.map(parseRulePattern).some((outer) => outer.text === asked || reaches(outer, inner));
}

function isAllowed(patterns: readonly string[], command: string): boolean {
  return judgeCommand(command, { allow: patterns, deny: [] }) === 'pass';
}

/** What means something to bash besides words. */
const SYNTAX = /[;&|<>()$`\\{}]/;

/** `git *` reaches `git log *`: an open end stands for whatever words follow. */
function reaches(outer: RulePattern, inner: RulePattern): boolean {
  return outer.open && outer.words.every((word, at) => word === inner.words[at]);
}
