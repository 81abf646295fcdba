import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchArgv } from '../../core/launch/argv.ts';
import { cagePaths } from '../../core/launch/cage-paths.ts';
import { launchEnvironment } from '../../core/launch/environment.ts';
import { launchSettings } from '../../core/launch/settings.ts';
import type { Plan } from '../../core/profile/plan.ts';
import { startModel, type RecordedRequest } from '../../lab/model/server.ts';
import type { Script } from '../../lab/model/script.ts';
import { realClaude } from '../real-claude.ts';
import { plan } from './caged.ts';

/** One line of the CLI's stream. */
export type Line = {
  type?: string;
  subtype?: string;
  request_id?: string;
  request?: { input?: unknown };
  [key: string]: unknown;
};

/** Instead of an answer: says nothing, ends our stream, sends a signal. */
export type Silence = { instead: 'silence' | 'close' | 'SIGINT' | 'SIGTERM' };

export type Conversation = {
  lines: Line[];
  requests: RecordedRequest[];
  code: number | null;
  home: string;
  /** Lines of one type, such as `result` or `system/init`. */
  of: (type: string) => Line[];
};

export type Talk = {
  plan?: Partial<Plan>;
  /** What is said to the CLI at the start; one task when absent. */
  messages?: string[];
  /** More or other arguments: a function of ours. */
  argv?: (argv: string[]) => string[];
  environment?: Record<string, string>;
  /** Answers a question of the CLI. Allows every call when absent. */
  answer?: (line: Line) => object | Silence;
  /** Milliseconds after which the CLI is killed; its code is null then. A minute and a half when absent: machines are busy. */
  withinMs?: number;
};

const message = (content: string) => ({
  type: 'user',
  message: { role: 'user', content },
  parent_tool_use_id: null,
  session_id: '',
});

/** Lets a call be made. */
export const allow = (line: Line): Line =>
  reply(line, { behavior: 'allow', updatedInput: line.request?.input });
/** Answers a question with any response. */
export const reply = (line: Line, response: unknown): Line => ({
  type: 'control_response',
  response: { subtype: 'success', request_id: line['request_id'], response },
});

/**
 * Talks to the pinned CLI without the cage and without our supervisor: launched as we launch it, with its raw
 * lines in view. Files lie in a folder that is removed afterwards.
 */
export async function converse(script: Script, talk: Talk = {}): Promise<Conversation> {
  const root = mkdtempSync(join(tmpdir(), 'conversation-'));
  const [home, workspace] = [join(root, 'home'), join(root, 'workspace')];
  for (const folder of [home, workspace]) mkdirSync(folder);
  writeFileSync(join(workspace, 'a.txt'), 'alpha\n');
  const full = { ...plan, ...talk.plan };
  writeFileSync(join(root, 'settings.json'), JSON.stringify(launchSettings(full)));
  writeFileSync(join(root, 'system.md'), 'SYSTEM-PROMPT-OF-THE-PROFILE');
  const model = await startModel(script);
  const claude = await realClaude();
  const argv = launchArgv(full).map((word) =>
    word
      .replace(cagePaths.settings, join(root, 'settings.json'))
      .replace(cagePaths.systemPrompt, join(root, 'system.md')),
  );
  const { ANTHROPIC_UNIX_SOCKET: _socket, ...environment } = launchEnvironment({
    agentToken: 'dummy-agent-token',
    transport: 'socket',
    maxOutputTokens: 4321,
    bashMinutes: 1,
    model: 'claude-opus-5-5',
    fetches: false,
    waits: false,
  });
  const child = spawn(claude.path, talk.argv?.(argv) ?? argv, {
    cwd: workspace,
    env: { ...environment, HOME: home, ANTHROPIC_BASE_URL: model.url, ...talk.environment },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  const lines: Line[] = [];
  let results = 0;
  const messages = talk.messages ?? ['Task: look'];
  const say = (what: object) => child.stdin.write(`${JSON.stringify(what)}\n`);
  const hear = (line: Line) => {
    lines.push(line);
    if (line['type'] === 'result' && (results += 1) >= messages.length) child.stdin.end();
    if (line['type'] === 'result' && results < messages.length) say(message(messages[results] ?? ''));
    if (line['type'] !== 'control_request') return;
    const answer = talk.answer?.(line) ?? allow(line);
    if (!('instead' in answer)) return void say(answer);
    if (answer.instead === 'close') child.stdin.end();
    if (answer.instead === 'SIGINT' || answer.instead === 'SIGTERM') child.kill(answer.instead);
  };
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('{')) hear(JSON.parse(part) as Line);
  });
  say(message(messages[0] ?? ''));
  const timer = setTimeout(() => child.kill('SIGKILL'), talk.withinMs ?? 90_000);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  await model.close();
  const of = (type: string) =>
    lines.filter((line) => type === `${line['type']}${type.includes('/') ? `/${line['subtype']}` : ''}`);
  return { lines, requests: model.requests, code, home: listHome(home, root), of };
}

function listHome(home: string, root: string): string {
  const { stdout } = spawnSyncFind(home);
  rmSync(root, { recursive: true, force: true });
  return stdout;
}

function spawnSyncFind(home: string) {
  return spawnSync('find', [home, '-type', 'f'], { encoding: 'utf8' });
}
