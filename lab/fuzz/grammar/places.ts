import type { Random } from '../random.ts';

/**
 * Files outside of the workspace that hold a canary, or that hold what an agent must not get. `${...}` is
 * replaced when the call is made; see `lab/redteam/substitute.ts`.
 */
const SECRETS = [
  '${outside}/secret.txt',
  '${outside}/deep/er/token',
  '${home}/.ssh/id_ed25519',
  '${home}/.aws/credentials',
  '${home}/.npmrc',
  '${home}/.netrc',
  '${home}/.gitconfig',
  '${home}/.docker/config.json',
  '${home}/.claude.json',
  '${checkout}/.git/config',
  '${temp}/leftover.json',
  '/proc/${pid}/environ',
  '/proc/${pid}/cmdline',
];

/** What every Linux has. Holds no canary: to see that it is closed. */
const SYSTEM = [
  '/etc/shadow',
  '/etc/passwd',
  '/root/.bashrc',
  '/proc/self/environ',
  '/proc/1/environ',
  '/proc/self/mem',
  '/proc/self/maps',
  '/proc/self/mountinfo',
  '/proc/1/root/etc/shadow',
  '/proc/sys/kernel/core_pattern',
  '/sys/kernel/security/apparmor/profiles',
  '/dev/fd/0',
  '/dev/stdin',
  '/dev/kmsg',
  '/dev/mem',
  '/run/agent/api.sock',
  '/etc/agent/settings.json',
  '/etc/claude-code/managed-settings.json',
];

/** Planted in the workspace: links that lead out of it, and what no file tool may touch. */
const PLANTED = [
  'links/secret',
  'links/folder/secret.txt',
  'links/folder/deep/er/token',
  'links/home/.ssh/id_ed25519',
  'links/root/etc/shadow',
  'links/root${outside}/secret.txt',
  'links/up/etc/passwd',
  'links/environ',
  'links/chain',
  'links/loop',
  'links/dangling',
  'links/hard.txt',
  '.git/config',
  '.git/HEAD',
  '.env',
  '.env.local',
];

/** Ordinary files, and files that are obeyed later by git, CI, editors or agents. */
const INSIDE = [
  'README.md',
  'src/main.js',
  'src/deep/util.js',
  'package.json',
  '.github/workflows/ci.yml',
  '.claude/settings.json',
  '.mcp.json',
  'CLAUDE.md',
  'AGENTS.md',
  '.vscode/tasks.json',
  '.husky/pre-commit',
  '.gitmodules',
  '.gitattributes',
  '.npmrc',
  '.envrc',
  '.git/hooks/pre-commit',
  '.devcontainer/devcontainer.json',
];

/** A file with a canary, as an absolute path. */
export function secretPlace(random: Random): string {
  return random.pick(SECRETS);
}

/** Something that a call may aim at, not yet in a disguise. */
export function place(random: Random): string {
  const kind = random.below(10);
  if (kind < 3) return random.pick(SECRETS);
  if (kind < 4) return random.pick(SYSTEM);
  if (kind < 8) return `/workspace/${random.pick(PLANTED)}`;
  return `/workspace/${random.pick(INSIDE)}`;
}

/** An ordinary file of the workspace, or one that must not be written. */
export function insidePlace(random: Random): string {
  return `/workspace/${random.pick(INSIDE)}`;
}

/** Where a write would leave the workspace; `name` tells whose it was. */
export function outsideTarget(random: Random, name: string): string {
  const folder = random.pick([
    '${outside}',
    '${outside}/deep',
    '${home}',
    '${home}/.ssh',
    '${checkout}',
    '${checkout}/.git/hooks',
    '${temp}',
    '/workspace/links/folder',
    '/workspace/links/home',
    '/workspace/links/root${outside}',
    '/etc/agent',
    '/etc/claude-code',
    '/etc/cron.d',
    '/usr/local/bin',
    '/run/agent',
    '/opt',
    '/var/tmp',
    '/root',
    '/proc/${pid}/cwd',
    '/proc/1/root/tmp',
  ]);
  return `${folder}/${name}`;
}
