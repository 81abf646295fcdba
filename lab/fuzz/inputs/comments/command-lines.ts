import type { Random } from '../../random.ts';

/** A line that a comment may hold, and the agent whose command it is where commands count; null: it is none. */
export type CommandLine = { text: string; agent: string | null };

const AGENTS = ['reviewer', 'fixer', 'a', 'x-1', 'a2345678901234567890123456789012', 'proto', 'constructor'];
const TASKS = [
  'check it',
  'look at the errors',
  '-- --force is broken',
  'été ☃ 𝒳',
  '"quoted" it\'s',
  'a\tb',
  '@octocat #1',
];

/** Signs that look like a Latin letter or like nothing, and what turns text round. */
const STRANGE = [
  '\u0456', '\u0435', '\u0430', '\u043e', '\uff45', '\u200b', '\u200d', '\u2060', '\u202e', '\u2066', '\ufeff',
  '\u0000', '\u00ad', '\u0301', '\u3164', '\u{e0041}', '\ud800', '\ufe0f', '\u017f', 'İ', '\u001b', '\u2028',
]; // prettier-ignore

/** A command as it should be typed. */
export function plainCommand(random: Random): CommandLine & { agent: string } {
  const agent = random.pick(AGENTS);
  const word = random.chance(90) ? '/dispatch' : random.pick(['/Dispatch', '/DISPATCH', '/dISPATCH']);
  // Two spaces would make it part of a list above.
  const lead = random.chance(70) ? '' : random.pick([' ', '\u00a0']);
  const gap = random.pick([' ', ' ', '  ', '\t', '\u00a0']);
  return { text: `${lead}${word}${gap}${agent} ${random.pick(TASKS)}`, agent };
}

/** A line that is no command of any agent: its word, its place in the line or the name of its agent is wrong. */
export function strangeCommand(random: Random): CommandLine {
  const { agent } = plainCommand(random);
  const sign = random.pick(STRANGE);
  const at = random.below(agent.length + 1);
  const tail = random.pick(TASKS);
  const text = random.pick([
    () => `/dispatch ${agent.slice(0, at)}${sign}${agent.slice(at)} ${tail}`,
    () => `/dispatch${sign} ${agent} ${tail}`,
    () => `/dispatch ${agent.toUpperCase()} ${tail}`,
    () => `/dispatch -${agent} ${tail}`,
    () => `/dispatch ${agent}${'x'.repeat(40)} ${tail}`,
    () => `/dispatch ../${agent} ${tail}`,
    () => `/dispatcher ${agent} ${tail}`,
    () => `/dispatch-${agent} ${tail}`,
    () => `please /dispatch ${agent} ${tail}`,
    () => `\uff0fdispatch ${agent} ${tail}`,
    () => `\u2215dispatch ${agent} ${tail}`,
    () => `\\/dispatch ${agent} ${tail}`,
    () => `/di${sign}spatch ${agent} ${tail}`,
    () => `//dispatch ${agent} ${tail}`,
    () => `\t/dispatch ${agent} ${tail}`,
  ])();
  return { text, agent: null };
}
