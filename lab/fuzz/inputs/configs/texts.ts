import type { Random } from '../../random.ts';

/** A value that looks like a token: no problem may repeat it. */
export const SECRET = 'ghp_dummy0123456789abcdefDUMMY0123456789';

const AGENT_LINES: readonly string[] = [
  'tools: [Read, Grep, Glob]',
  'tools:\n      - Read\n      - Bash',
  'timeout_minutes: 30',
  'budget_usd: 2.5',
  'max_turns: 60',
  'invoke: maintain',
  'permission_mode: acceptEdits',
  'triggers: [comment]',
  'model: claude-sonnet-4-5',
  'system_prompt: |\n      You review code.\n\n      Say what you found.',
];

const HEAD = 'version: 1\n';

/** A configuration that is read as one: a few agents with some of their keys. */
export function validText(random: Random): string {
  const agents = Array.from({ length: 1 + random.below(4) }, (_, at) => agentText(`agent-${at}`, random));
  const defaults = random.chance(50) ? 'defaults:\n  timeout_minutes: 15\n  budget_usd: 1\n' : '';
  const comment = random.chance(30) ? '# Agents of this repository\n' : '';
  return `${comment}${HEAD}${defaults}agents:\n${agents.join('')}`;
}

function agentText(name: string, random: Random): string {
  const lines = AGENT_LINES.filter((line) => !/^system_prompt|^tools/.test(line) && random.chance(30));
  const tools = random.chance(50) ? [random.pick(AGENT_LINES.slice(0, 2))] : [];
  const prompt = random.chance(50) ? AGENT_LINES.at(-1) : 'system_prompt: You review code.';
  const all = ['description: Reviews code', ...tools, ...lines, prompt];
  return `  ${name}:\n${all.map((line) => `    ${line}\n`).join('')}`;
}
