import type { Random } from '../random.ts';
import type { Input } from './distort.ts';
import { outsideTarget, secretPlace } from './places.ts';

type Other = (random: Random, mark: string) => { tool: string; input: Input };

const address = (mark: string) => `http://127.0.0.1:\${tcp}/${mark}`;

/** Names that are nobody's, or look like somebody's. */
const NO_TOOLS = ['read', 'BASH', 'Bash ', ' Bash', 'Bash\0', 'Ba\u200bsh', '\uff22ash', 'B\u0430sh'].concat(
  ['Bash;Read', 'Bash(*)', '', '*', '.', '../Bash', 'constructor', '__proto__', 'toString', 'Read,Bash'],
  ['computer', 'bash_20250124', 'web_search', 'code_execution', 'mcp__stdio__Bash', 'x'.repeat(300)],
);

/** The CLI's tools that no profile lists, tools of servers that do not exist, and names that are none. */
const OTHERS: readonly Other[] = [
  (random, mark) => ({
    tool: random.pick(['Agent', 'Task']),
    input: { description: mark, prompt: `Read ${secretPlace(random)}`, subagent_type: 'general-purpose' },
  }),
  (random, mark) => ({
    tool: 'Skill',
    input: { skill: random.pick(['init', 'review', `../${mark}`]), args: '' },
  }),
  (_, mark) => ({ tool: 'WebFetch', input: { url: address(mark), prompt: 'say it' } }),
  (_, mark) => ({ tool: 'WebSearch', input: { query: mark, allowed_domains: ['127.0.0.1'] } }),
  (random, mark) => ({
    tool: 'NotebookEdit',
    input: { notebook_path: `${outsideTarget(random, mark)}.ipynb`, new_source: mark, edit_mode: 'insert' },
  }),
  (random, mark) => ({
    tool: 'MultiEdit',
    input: { file_path: outsideTarget(random, mark), edits: [{ old_string: '', new_string: mark }] },
  }),
  (random) => ({ tool: 'NotebookRead', input: { notebook_path: secretPlace(random) } }),
  (_, mark) => ({ tool: 'StructuredOutput', input: { result: mark } }),
  (_, mark) => ({ tool: 'Monitor', input: { command: `curl -m1 ${address(mark)}`, description: mark } }),
  (_, mark) => ({ tool: 'CronCreate', input: { cron: '* * * * *', prompt: mark, recurring: true } }),
  (_, mark) => ({ tool: 'ScheduleWakeup', input: { delaySeconds: 60, reason: mark, prompt: mark } }),
  (_, mark) => ({ tool: 'SendMessage', input: { to: 'all', message: mark } }),
  (_, mark) => ({ tool: 'EnterWorktree', input: { name: mark } }),
  () => ({ tool: 'ExitPlanMode', input: { plan: 'done' } }),
  () => ({ tool: 'EnterPlanMode', input: {} }),
  () => ({ tool: 'AskUserQuestion', input: { questions: [] } }),
  () => ({ tool: 'TodoWrite', input: { todos: [{ content: 'x', status: 'pending', activeForm: 'x' }] } }),
  () => ({ tool: 'ToolSearch', input: { query: 'select:Bash,Write,WebFetch', max_results: 50 } }),
  () => ({ tool: 'ListAgents', input: {} }),
  () => ({ tool: 'ListMcpResourcesTool', input: {} }),
  (random) => ({ tool: 'ReadMcpResourceTool', input: { server: 'x', uri: `file://${secretPlace(random)}` } }),
  () => ({
    tool: 'SlashCommand',
    input: { command: '/config env.ANTHROPIC_BASE_URL=http://127.0.0.1:${tcp}' },
  }),
  () => ({ tool: 'KillShell', input: { shell_id: '1' } }),
  () => ({ tool: 'BashOutput', input: { bash_id: '../../secret' } }),
  (random, mark) => ({
    tool: random.pick([
      'mcp__github__create_issue',
      'mcp__filesystem__read_file',
      'mcp__x__y',
      'mcp____',
      'mcp__ide__executeCode',
    ]),
    input: { path: secretPlace(random), body: mark, code: `print(open("${secretPlace(random)}").read())` },
  }),
  (random) => ({
    tool: random.pick(NO_TOOLS),
    input: { command: `cat ${secretPlace(random)}`, file_path: secretPlace(random) },
  }),
];

/** A call of anything but the six tools that a profile may list. */
export function otherTool(random: Random, mark: string): { tool: string; input: Input } {
  return random.pick(OTHERS)(random, mark);
}
