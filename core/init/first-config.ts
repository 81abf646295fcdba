/** The agents that a new configuration begins with: one that reads, one that runs commands, one that changes files. */
const AGENTS = ['reviewer', 'tester', 'editor'] as const;

const HEAD = `# yaml-language-server: $schema=https://raw.githubusercontent.com/agent-dispatch/agent-dispatch/main/docs/dispatch.schema.json
#
# The agents of this repository. Only the file on the default branch counts: a copy on any other branch is never read.
# \`dispatch check\` checks it, \`dispatch explain AGENT\` says what an agent may do, docs/policy-guide.md has more.
`;

/** What a tester is told where it is known how the tests are run. */
const testLine = (command: string) => `
      The tests are run with \`${command}\`.
`;

/**
 * The first configuration of a repository, made of the shipped example: its own head, the limits, an agent of each
 * kind. `test` is the command that runs the tests; null where none is known. Throws when the example is not as it
 * was, which is a defect.
 */
export function firstConfig(example: string, test: string | null): string {
  const begin = example.indexOf('version: 1');
  const agents = example.indexOf('\nagents:\n');
  if (begin < 0 || agents < 0) throw new Error('the example has no version or no agents');
  const shared = example.slice(begin, agents);
  const kept = AGENTS.map((name) => agentIn(example, name)).map((text, at) =>
    AGENTS[at] === 'tester' && test !== null ? withTest(text, test) : text,
  );
  return `${HEAD}${shared}\nagents:\n${kept.join('\n')}`;
}

/** The lines of one agent, from its name to the empty line before the next. */
function agentIn(example: string, name: string): string {
  const [, text] = new RegExp(`\\n(  ${name}:\\n(?:(?:    .*)?\\n)*)`).exec(example) ?? [];
  if (text === undefined) throw new Error(`the example has no agent ${name}`);
  return `${text.trimEnd()}\n`;
}

const BEFORE_REPORT = '\n      Report the commands you ran,';

function withTest(tester: string, command: string): string {
  if (!tester.includes(BEFORE_REPORT)) throw new Error("the example's tester has no report");
  return tester.replace(BEFORE_REPORT, () => `${testLine(command)}${BEFORE_REPORT}`);
}

const LONGEST = 200;

/** Why a text cannot stand as a command in the configuration; null when it can. */
export function commandProblem(command: string): string | null {
  if (command.length > LONGEST) return `it is longer than ${LONGEST} characters`;
  if (/[^\x20-\x7e]/.test(command)) return 'it has to be one line of plain ASCII';
  return command.includes('`') ? 'it holds a back-tick' : null;
}
