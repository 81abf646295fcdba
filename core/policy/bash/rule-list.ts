import { isEverything, parseRulePattern, type RulePattern } from './rule-pattern.ts';

/** The patterns of a profile, in order, read once and found by the program they name. */
export type RuleList = {
  all: readonly RulePattern[];
  /** One of them stands for every command. */
  hasEverything: boolean;
  /** Those that may fit a command of this name. */
  of(program: string): readonly RulePattern[];
};

/** A profile's lists stay what they are for a run, and are asked at every command of every call. */
const read = new WeakMap<readonly string[], RuleList>();

/** Reads the patterns inside `Bash(…)`. A list must not change after it was read. */
export function ruleListOf(patterns: readonly string[]): RuleList {
  const known = read.get(patterns);
  if (known !== undefined) return known;
  const list = newRuleList(patterns.map(parseRulePattern));
  read.set(patterns, list);
  return list;
}

function newRuleList(all: readonly RulePattern[]): RuleList {
  const unnamed = all.filter((pattern) => nameIn(pattern) === undefined);
  const names = new Set(all.flatMap((pattern) => nameIn(pattern) ?? []));
  const named = new Map(
    [...names].map((name) => [name, all.filter((pattern) => (nameIn(pattern) ?? name) === name)]),
  );
  return {
    all,
    hasEverything: all.some(isEverything),
    of: (program) => named.get(program) ?? unnamed,
  };
}

/** The one name that a pattern's program has; a path is none, since a denial takes it for its last part. */
function nameIn({ words }: RulePattern): string | undefined {
  const [first] = words;
  return first === undefined || /[*/]/.test(first) ? undefined : first;
}
