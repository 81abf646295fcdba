import { capabilities, capabilityNames, type CapabilityClass } from './capabilities.ts';
import { ruleOfTwo } from './rule-of-two.ts';

const INTRODUCTION = `# The Rule of Two

A model cannot tell an instruction from a text that it was given to read. So what decides is not how good it is at
that, but what one run brings together:

- **A**: words of strangers reach it
- **B**: something worth stealing is within its reach
- **C**: it has effects, or a way out

Two of these are fine: who was talked into something can then not take anything, or not take it anywhere. With all three
another person has to agree to the exact plan of the run; where nobody can be asked, as in a plain workflow step, it is
refused, with the smallest change that would let it start. Adding a capability never makes a refusal better: a test
tries every combination.

\`dispatch check\` says it of every agent under every trigger before a merge, \`dispatch explain AGENT\` of one, the app in
its answer to a command, the step in its summary. The agents that we ship have at most two letters each. This page is
written from the table that is asked.`;

const HEADINGS: Record<CapabilityClass, string> = {
  A: 'A: words of strangers',
  B: 'B: something worth stealing',
  C: 'C: effects',
};

const EXAMPLES = [
  ['A reviewer on a pull request from a fork', ['fork-head']],
  ['The same, in a private repository', ['fork-head', 'private-content']],
  ['An agent with hosts, in a public repository', ['web-content', 'egress']],
  ['An agent with hosts, in a private repository', ['web-content', 'egress', 'private-content']],
  [
    'A fixer of a private repository that is given the thread',
    ['thread-context', 'private-content', 'lasting-writes'],
  ],
] as const;

/** `docs/rule-of-two.md`, from the table of capabilities. */
export function ruleOfTwoDocs(): string {
  const sections = (Object.keys(HEADINGS) as CapabilityClass[]).map((letter) => {
    const lines = capabilityNames
      .filter((name) => capabilities[name].class === letter)
      .map((name) => `- ${capitalised(capabilities[name].means)}. To mend it: ${capabilities[name].remedy}.`);
    return [`## ${HEADINGS[letter]}`, '', ...lines].join('\n');
  });
  return `${[INTRODUCTION, ...sections, ['## Examples', '', ...EXAMPLES.map(example)].join('\n')].join('\n\n')}\n`;
}

function example([words, present]: (typeof EXAMPLES)[number]): string {
  const withApprover = ruleOfTwo(new Set(present), true);
  const alone = ruleOfTwo(new Set(present), false);
  if (alone.verdict === 'allow') return `- ${words} (${alone.present}): starts.`;
  const asked = withApprover.verdict === 'needs-approval' ? 'with the app, when another person agrees; ' : '';
  return `- ${words} (${alone.present}): ${asked}refused where nobody can be asked. ${alone.remedy ?? ''}`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
