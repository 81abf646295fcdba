import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startModel } from '../../lab/model/server.ts';
import { realClaude } from '../real-claude.ts';
import { begin, shippedConfig } from './story.ts';

/** Dumps every process that can be seen: command line and environment. Written so that no path is spelt out. */
const DUMP = [
  'env',
  'for p in $(ls /proc | grep -E "^[0-9]+$"); do echo "== $p"; tr "\\0" " " < /proc/$p/cmdline; tr "\\0" "\\n" < /proc/$p/environ; done 2>&1',
  'cat /workspace/.git/config; ls -la / /run /home /tmp; id; echo END-OF-DUMP',
].join('; ');

/** Another one than other stories': some of them watch the processes of this machine for theirs. */
const PLAIN_KEY = 'dummy-api-key-of-a-plain-claude-for-tests-only';

/** What a runner holds and an agent must not see. */
const LOOT =
  /dummy-api-key|dummy-session-key|SESSION_KEY|\bghs_|GITHUB_|RUNNER_|ACTIONS_|INPUT_|extraheader|git-credentials/;

const script = {
  turns: [{ calls: [{ tool: 'Bash', input: { command: DUMP } }] }, { text: 'Dumped.' }],
};

/** What the agent's Bash printed, as the model was told. */
function dumpOf(requests: readonly { body: unknown }[]): string {
  const text = JSON.stringify(
    requests.map((request) => (request.body as { messages?: unknown } | null)?.messages),
  );
  expect(text).toContain('END-OF-DUMP');
  // The command itself names nothing it looks for; only its output may.
  return text;
}

test("the agent's process tree holds no key, no token and no variable of the runner", async () => {
  const config = shippedConfig.replace('  invoke: write\n', '  invoke: write\n  session_hours: 24\n');
  const story = await begin({ model: script, files: { '.github/dispatch.yml': config } });
  story.github.setSecret(story.repository, 'DISPATCH_SESSION_KEY', 'dummy-session-key-0123456789abcdef');
  await story.says('/dispatch tester dump everything');
  expect(story.replies()[0]?.at(-1)).toContain('/dispatch continue');
  const dump = dumpOf(story.model.requests.filter((one) => one.path.startsWith('/v1/messages')));
  expect(dump).toMatch(/ANTHROPIC_API_KEY=[0-9a-f]{32}\b/);
  expect(dump).not.toMatch(LOOT);
  expect(story.github.runs[0]!.conclusion).toBe('success');
}, 90_000);

test('ablation: a plain claude with the inherited environment shows all of it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'plain-claude-'));
  const model = await startModel(script, { apiKey: PLAIN_KEY });
  const claude = await realClaude();
  try {
    const { spawn } = await import('node:child_process');
    const child = spawn(
      claude.path,
      ['-p', 'dump everything', '--tools', 'Bash', '--dangerously-skip-permissions'],
      {
        cwd: home,
        env: {
          PATH: '/usr/bin:/bin',
          HOME: home,
          IS_SANDBOX: '1',
          ANTHROPIC_API_KEY: PLAIN_KEY,
          ANTHROPIC_BASE_URL: model.url,
          GITHUB_TOKEN: 'ghs_dummytokenfortests',
          INPUT_SESSION_KEY: 'dummy-session-key-0123456789abcdef',
          RUNNER_TEMP: '/tmp/runner',
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        },
        stdio: ['ignore', 'ignore', 'ignore'],
      },
    );
    await new Promise((resolve) => child.on('close', resolve));
    const dump = dumpOf(model.requests.filter((one) => one.path.startsWith('/v1/messages')));
    expect(dump).toContain(PLAIN_KEY);
    expect(dump).toMatch(/GITHUB_TOKEN=ghs_dummytokenfortests/);
    expect(dump).toMatch(/RUNNER_TEMP/);
    expect(dump).toMatch(/INPUT_SESSION_KEY=dummy-session-key/);
  } finally {
    await model.close();
    rmSync(home, { recursive: true, force: true });
  }
});

test.runIf(process.platform === 'linux')(
  'nothing of a cage is left when its run is over',
  async () => {
    // No other test's daemon bears this name.
    const daemon = `sleep ${1_000_000 + process.pid}`;
    const story = await begin({
      model: {
        turns: [
          {
            calls: [
              {
                tool: 'Bash',
                input: { command: `(trap "" TERM HUP INT; setsid ${daemon} & ) ; echo started` },
              },
            ],
          },
          { text: 'Started a daemon.' },
        ],
      },
    });
    await story.says('/dispatch tester leave something behind');
    expect(story.replies()[0]!.at(-1)).toContain('Started a daemon.');
    const left = spawnSync('pgrep', ['-f', daemon], { encoding: 'utf8' });
    expect(left.stdout.trim()).toBe('');
  },
  90_000,
);
