import type { Command } from './command.ts';
import { SHELLS } from './completions/shells.ts';

export const COMMANDS: readonly Command[] = [
  {
    name: 'init',
    summary: 'Make a repository ready: configuration, workflow, firewall, and what is left to do',
    options: ['--step', '--test COMMAND', '--yes', '--dry-run', '--force', '--json'],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'start',
    summary: 'Try it here: a local stand-in of GitHub, a scripted model, everything else real',
    options: ['--repo DIR', '--example review|patch|ci-failure'],
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'redteam',
    summary: 'Attack the layers around an agent with scripted hostile models; no key, no cost',
    options: [
      '--layer A,B',
      '--scenarios DIR',
      '--no-ablations',
      '--jobs N',
      '--json FILE',
      '--list',
      '--keep',
    ],
    load: () => import('./commands/redteam.ts'),
  },
  {
    name: 'check',
    summary: 'Check the configuration: every agent under every trigger',
    options: ['--config FILE', '--operator FILE', '--format text|json|sarif|github', '--json'],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'explain',
    summary: 'Say what an agent may do, and what becomes of one call of it',
    options: [
      '--trigger comment|workflow|pull_request',
      '--call CALL',
      '--fork',
      '--private',
      '--config FILE',
      '--json',
    ],
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'plan-diff',
    summary: 'Say what a change of the configuration lets agents do that they could not before',
    options: ['--files', '--config PATH', '--format text|json|markdown', '--json', '--fail-on-expansion'],
    load: () => import('./commands/plan-diff.ts'),
  },
  {
    name: 'audit',
    summary: 'Prove that the record of a run was not changed, or read it',
    verbs: ['verify', 'show'],
    options: ['--head SHA256', '--json'],
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'report',
    summary: 'Make a page about one run, or about many',
    options: ['--index DIR', '--out DIR', '--open'],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'ledger',
    summary: 'Show what the runs of an app have cost, and what is reserved',
    options: ['--state-dir DIR', '--by user|repository|installation', '--json'],
    load: () => import('./commands/ledger.ts'),
  },
  {
    name: 'redact',
    summary: 'Copy a text without the secrets in it, or say where they are',
    options: ['--explain', '--json', '--self-test'],
    load: () => import('./commands/redact.ts'),
  },
  {
    name: 'new-app',
    summary: 'Make your own GitHub App, with its keys on this machine only',
    options: [
      '--url URL',
      '--org ORG',
      '--name NAME',
      '--folder DIR',
      '--github URL',
      '--api URL',
      '--minutes N',
    ],
    load: () => import('./commands/new-app.ts'),
  },
  {
    name: 'gc',
    summary: "Forget what the app's store holds of long ago",
    options: ['--state-dir DIR', '--days N', '--dry-run', '--json'],
    load: () => import('./commands/gc.ts'),
  },
  {
    name: 'egress-firewall',
    summary: "Print the policy for GitHub's own egress firewall that fits these agents",
    options: ['--config FILE', '--gateway HOST', '--json', '--write', '--force'],
    load: () => import('./commands/egress-firewall.ts'),
  },
  {
    name: 'completions',
    summary: 'Print what lets your shell complete these commands and their options',
    verbs: SHELLS,
    options: [],
    load: () => import('./commands/completions.ts'),
  },
];
