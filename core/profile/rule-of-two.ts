import { capabilities, capabilityNames, type Capability, type CapabilityClass } from './capabilities.ts';

/** What the Rule of Two says of a set of capabilities. */
export type RuleOfTwo = { present: string; verdict: 'allow'; reasons: []; remedy: null } | TooMuch;

/** All three classes came together. */
export type TooMuch = {
  /** The classes that are present, such as `AC`; empty for none. */
  present: string;
  verdict: 'needs-approval' | 'refuse';
  /** What brings each class in, in words; empty when the run is allowed. */
  reasons: string[];
  /** The smallest change that would let it pass; null when it passes. */
  remedy: string;
};

const CLASSES: readonly CapabilityClass[] = ['A', 'B', 'C'];

/**
 * A run may have two of three: strangers' words in its context (A), something worth stealing within reach (B),
 * effects (C). With all three a person has to agree; where nobody can, it is refused. Adding a capability never
 * turns a refusal into anything better.
 */
export function ruleOfTwo(present: ReadonlySet<Capability>, hasApprover: boolean): RuleOfTwo {
  const byClass = CLASSES.map((letter) => ({
    letter,
    members: capabilityNames.filter((name) => present.has(name) && capabilities[name].class === letter),
  }));
  const found = byClass.filter(({ members }) => members.length > 0);
  const letters = found.map(({ letter }) => letter).join('');
  if (found.length < CLASSES.length) return { present: letters, verdict: 'allow', reasons: [], remedy: null };
  return {
    present: letters,
    verdict: hasApprover ? 'needs-approval' : 'refuse',
    reasons: found.map(({ letter, members }) => `${letter}: ${wordsOf(members)}`),
    remedy: smallestChange(found.map(({ members }) => members)),
  };
}

function wordsOf(members: readonly Capability[]): string {
  return members.map((name) => capabilities[name].means).join(', and ');
}

/** Taking one class away is enough: the one with the fewest members, and of those the one that is easiest to change. */
function smallestChange(classes: readonly (readonly Capability[])[]): string {
  const fewest = classes
    .toSorted((one, other) => one.length - other.length || ease(one) - ease(other))
    .slice(0, 1)
    .flat();
  const steps = [...new Set(fewest.map((name) => capabilities[name].remedy))];
  const text = steps.join(', and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What the configuration says is easier to change than where a request came from. */
function ease(members: readonly Capability[]): number {
  return members.some(
    (name) =>
      name === 'egress' || name === 'lasting-writes' || name === 'secrets' || name === 'thread-context',
  )
    ? 0
    : 1;
}
