/** One subcommand of `dispatch`: a file in `cli/commands/`, loaded only when it is called. */
export type Command = {
  name: string;
  /** What follows the name on the command line, for the help. */
  usage: string;
  /** One line for the help: what it does, in the imperative. */
  summary: string;
  load: () => Promise<{ run: (args: string[]) => Promise<number> }>;
};

export const COMMANDS: readonly Command[] = [
  {
    name: 'start',
    usage: '["/dispatch <agent> <task>"] [--repo DIR]',
    summary: 'Try it here: a local stand-in of GitHub, a scripted model, everything else real',
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'redteam',
    usage: '[ID...] [--layer A,B] [--scenarios DIR]',
    summary: 'Attack the layers around an agent with scripted hostile models; no key, no cost',
    load: () => import('./commands/redteam.ts'),
  },
  {
    name: 'egress-firewall',
    usage: '[--config FILE] [--write] [--json]',
    summary: "Print the policy for GitHub's own egress firewall that fits the agents of this repository",
    load: () => import('./commands/egress-firewall.ts'),
  },
  {
    name: 'audit',
    usage: 'verify|show FILE [--head SHA256] [--json]',
    summary: 'Prove that the record of a run is whole, or read it',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'check',
    usage: '[--config FILE] [--format text|json|sarif|github]',
    summary: 'Check the configuration: what is wrong with it, what each agent may do and at most spends',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'plan-diff',
    usage: 'BASE HEAD [--files] [--format text|json|markdown]',
    summary: 'Say what a change of the configuration lets agents do that they could not do before',
    load: () => import('./commands/plan-diff.ts'),
  },
];
