/** One subcommand of `dispatch`: a file in `cli/commands/`, loaded only when it is called. */
export type Command = {
  name: string;
  /** One line for the help: what it does, in the imperative. */
  summary: string;
  load: () => Promise<{ run: (args: string[]) => Promise<number> }>;
};

export const COMMANDS: readonly Command[] = [
  {
    name: 'start',
    summary: 'Try it here: a local stand-in of GitHub, a scripted model, everything else real',
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'redteam',
    summary: 'Attack your agents with scripted hostile models; no key, no cost',
    load: () => import('./commands/redteam.ts'),
  },
  {
    name: 'check',
    summary: 'Check the configuration: every agent under every trigger',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'explain',
    summary: 'Say what an agent may do, and what becomes of one call of it',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'plan-diff',
    summary: 'Say what a change of the configuration lets agents do that they could not before',
    load: () => import('./commands/plan-diff.ts'),
  },
  {
    name: 'audit',
    summary: 'Prove that the record of a run was not changed, or read it',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'report',
    summary: 'Make a page about one run, or about many',
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'ledger',
    summary: 'Show what the runs of an app have cost, and what is reserved',
    load: () => import('./commands/ledger.ts'),
  },
  {
    name: 'redact',
    summary: 'Copy a text without the secrets in it, or say where they are',
    load: () => import('./commands/redact.ts'),
  },
  {
    name: 'new-app',
    summary: 'Make your own GitHub App, with its keys on this machine only',
    load: () => import('./commands/new-app.ts'),
  },
  {
    name: 'gc',
    summary: "Forget what the app's store holds of long ago",
    load: () => import('./commands/gc.ts'),
  },
  {
    name: 'egress-firewall',
    summary: "Print the policy for GitHub's own egress firewall that fits these agents",
    load: () => import('./commands/egress-firewall.ts'),
  },
];
