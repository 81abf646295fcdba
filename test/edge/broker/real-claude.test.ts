import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { outputTokensFor } from '../../../core/pricing/prices.ts';
import type { BrokerOptions } from '../../../edge/broker/serve.ts';
import { lastToolResults, type Script, type TurnFunction } from '../../../lab/model/script.ts';
import { realClaude } from '../../real-claude.ts';
import { AGENT_TOKEN, startPair, type Pair } from './start-pair.ts';

const FLAGS = [
  ['-p', '--output-format', 'json', '--tools', 'Read', '--restricted'],
  ['--setting-sources', '', '--strict-mcp-config', '--disable-slash-commands', '--no-session-persistence'],
].flat();

type Ended = { code: number | null; seconds: number; result: Record<string, unknown>; pair: Pair };

/** Runs the pinned binary against a broker and a scripted model, with an environment made from nothing. */
async function run(
  script: Script | TurnFunction,
  change: Partial<BrokerOptions> = {},
  { model = 'opus', content = 'the content of a' } = {},
): Promise<Ended> {
  const { path } = await realClaude();
  const budgetMicroUsd = change.budgetMicroUsd ?? 1_000_000;
  const maxTokens = outputTokensFor(Math.max(budgetMicroUsd, 1_000_000), 'opus') as number;
  const pair = await startPair(script, { maxTokensCap: maxTokens, ...change });
  const workspace = join(pair.folder, 'workspace');
  await mkdir(workspace);
  await writeFile(join(workspace, 'a.txt'), content);
  const started = performance.now();
  const child = spawn(path, [...FLAGS, '--model', model], {
    cwd: workspace,
    env: {
      HOME: join(pair.folder, 'home'),
      PATH: '/usr/bin:/bin',
      ANTHROPIC_API_KEY: AGENT_TOKEN,
      ANTHROPIC_BASE_URL: 'http://api.local',
      ANTHROPIC_UNIX_SOCKET: pair.socketPath,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(maxTokens),
      CLAUDE_CODE_MAX_RETRIES: '3',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stdin.end('Task:\nread a.txt');
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const result = JSON.parse(output) as Record<string, unknown>;
  return { code, seconds: (performance.now() - started) / 1000, result, pair };
}

const reading = { calls: [{ tool: 'Read', input: { file_path: 'a.txt' } }] };

describe('the real CLI through the broker', { timeout: 120_000 }, () => {
  test('does a turn with a tool, and both count the same cost', async () => {
    const usage = {
      input_tokens: 3,
      output_tokens: 400,
      ephemeral_5m_input_tokens: 2000,
      cache_read_input_tokens: 9000,
    };
    const { code, result, pair } = await run((request, turn) =>
      turn === 0 ? { ...reading, usage } : { text: `I saw: ${lastToolResults(request)[0]?.text}` },
    );
    expect(code).toBe(0);
    expect(result['result']).toContain('I saw: 1\tthe content of a');
    expect(pair.broker.spentMicroUsd()).toBe(Math.round((result['total_cost_usd'] as number) * 1_000_000));
    expect(pair.broker.refusals()).toEqual([]);
    expect(pair.model.requests.every((request) => request.status === 200)).toBe(true);
    await pair.close();
  });

  test('reads a file so large that the CLI wants its tokens counted', async () => {
    const large = Array.from({ length: 1500 }, (_, line) => `${line} ${'word '.repeat(20)}`).join('\n');
    const { code, pair } = await run({ turns: [reading] }, {}, { content: large });
    expect(code).toBe(0);
    expect(pair.events.map((event) => event.kind)).toContain('not-counted');
    expect(JSON.stringify(pair.model.requests.at(-1)?.body)).toContain('700 word');
    expect(pair.broker.refusals()).toEqual([]);
    await pair.close();
  });

  test('ends within seconds when the key is wrong', async () => {
    const { code, seconds, result, pair } = await run({ turns: [] }, { apiKey: 'dummy-wrong-key' });
    expect([code, result['is_error'], result['api_error_status']]).toEqual([1, true, 401]);
    expect(seconds).toBeLessThan(15);
    expect(pair.broker.requests()).toBe(1);
    await pair.close();
  });

  test.each([
    ['the budget', { budgetMicroUsd: 50_000 }, 402, 'budget is $0.05'],
    ['the request limit', { maxRequests: 0 }, 402, 'limit'],
    ['the profile', { toolNames: [] }, 403, 'The tool \\"Read\\" is not part'],
  ])('stops at the first refusal for %s and shows it', async (_name, change, status, words) => {
    const { code, seconds, result, pair } = await run({ turns: [reading] }, change);
    expect([code, result['api_error_status']]).toEqual([1, status]);
    expect(JSON.stringify(result['result'])).toContain(words);
    expect(pair.broker.requests()).toBe(1);
    expect(pair.model.requests).toEqual([]);
    expect(seconds).toBeLessThan(15);
    await pair.close();
  });

  test.each(['sonnet', 'haiku', 'claude-sonnet-4-5'])(
    'sends nothing that is refused with %s',
    async (model) => {
      const change = { models: [model], maxTokensCap: 12_500 };
      const { code, pair } = await run({ turns: [reading] }, change, { model });
      expect([code, pair.broker.refusals()]).toEqual([0, []]);
      await pair.close();
    },
  );
});
