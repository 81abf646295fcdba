import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { setUp, workflowWith } from './step.ts';
import { API_KEY, oneLine } from './story.ts';

/* A careless configuration is caught three times, each time in the same words: by the check, by the red team, and by
   the refusal at run time, here and as a step on GitHub's stand-in. */

const AGENT = `version: 1
agents:
  careless:
    description: Does it all
    system_prompt: Do it.
`;

/** Carelessness in its kinds: what is written, and the code and the words that tell of it. */
const CARELESS = [
  {
    kind: 'commands without a cage, secrets by name and a trigger that anybody can pull, with a comment as the way out',
    config: `${AGENT}    tools: [Bash, Read]
    require_sandbox: false
    env: [DEPLOY_TOKEN]
    triggers: [comment, workflow, issues]
    outputs: [comment]
`,
    code: 'config-broken',
    words: [
      '`require_sandbox` is `false`: running without a cage is not supported yet.',
      '`env` is not empty: environment variables for agents are not supported yet.',
      '`triggers` holds `issues`: ',
    ],
  },
  {
    kind: "strangers' words, a private repository and a way out together",
    config: `${AGENT}    tools: [Bash, WebFetch, Read]
    egress: [paste.example.com]
    outputs: [comment]
`,
    code: 'rule-of-two',
    words: [
      'The agent careless would bring together what must not come together',
      'A: `egress` lets the agent read what hosts on the internet answer',
    ],
  },
  {
    kind: 'a model whose price nobody knows',
    config: `${AGENT}    model: claude-unheard-of-9\n`,
    code: 'model-without-price',
    words: ['claude-unheard-of-9'],
  },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'careless-'));
  mkdirSync(join(folder, '.github'));
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dispatch = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), words, {
    cwd: folder,
    env: { ...process.env, ANTHROPIC_API_KEY: '', DISPATCH_RUNS_DIR: join(folder, '.git', 'runs') },
  });

/** Makes this the configuration of the repository. */
function committed(config: string): void {
  writeFileSync(join(folder, '.github/dispatch.yml'), config);
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  execFileSync('git', ['add', '--all'], { cwd: folder });
  execFileSync('git', [...who, 'commit', '--quiet', '--allow-empty', '--message=x'], { cwd: folder });
}

describe.each(CARELESS)('$kind', ({ config, code, words }) => {
  beforeAll(() => committed(config));
  const isPrivate = code === 'rule-of-two';

  test('the check', async () => {
    const { code: exit, out } = await dispatch('check');
    expect(exit).toBe(isPrivate ? 0 : 1);
    expect(out).toContain(`${isPrivate ? 'warning' : 'error'} (${code}): `);
    for (const word of words) expect(out).toContain(word);
  });

  test('the red team', async () => {
    const { code: exit, out, err } = await dispatch('redteam', 'M01', '--no-ablations');
    const said = out + err;
    expect(said).toContain(`${isPrivate ? 'warning' : 'error'} (${code}): `);
    for (const word of words) expect(said).toContain(word);
    // What no run starts with cannot be attacked, and does not pass.
    expect([exit, said.includes('Nothing was attacked')]).toEqual(isPrivate ? [0, false] : [1, true]);
  });

  test('the refusal of a run here', async () => {
    const { code: exit, out } = await dispatch('run', 'careless', 'look', '--scripted');
    expect(exit).toBe(1);
    expect(out).toContain(`careless refused (${code}): `);
    for (const word of words) expect(out).toContain(word);
  });

  test('the refusal of the step', async () => {
    const bench = await setUp(oneLine, { '.github/dispatch.yml': config });
    const given = {
      agent: 'careless',
      task: 'look',
      'anthropic-api-key': API_KEY,
      'anthropic-base-url': bench.model.url,
    };
    const payload = { repository: { id: bench.repository.id, private: isPrivate } };
    const { conclusion, log } = await bench.run(workflowWith(given), { payload });
    expect(conclusion).toBe('failure');
    expect(log).toContain(`careless refused (${code}): `);
    for (const word of words) expect(log).toContain(word);
    expect(bench.model.requests).toEqual([]);
  });
});

test('with care in the same places nobody objects: what objects above looks at these places', async () => {
  const careful = (CARELESS[0]?.config ?? '')
    .replace('require_sandbox: false', 'require_sandbox: true')
    .replace('env: [DEPLOY_TOKEN]', 'env: []')
    .replace(', issues]', ']');
  committed(careful);
  expect(await dispatch('check', '--json')).toMatchObject({
    code: 0,
    out: expect.stringContaining('"findings": []'),
  });
  const { code, out } = await dispatch('run', 'careless', 'look', '--scripted', '--json');
  expect([code, JSON.parse(out)]).toMatchObject([0, { result: { outcome: 'success' } }]);
});

test('what the check calls an error it says letter by letter as the run does', async () => {
  committed(CARELESS[0]?.config ?? '');
  const { out: checked } = await dispatch('check', '--json');
  const { findings } = JSON.parse(checked) as {
    findings: { code: string; message: string; remedy: string }[];
  };
  const { out: ran } = await dispatch('run', 'careless', 'look', '--scripted', '--json');
  const { result } = JSON.parse(ran) as { result: { cause: { code: string; because: string } } };
  expect(findings).toHaveLength(3);
  for (const { code, message, remedy } of findings) {
    expect(result.cause.code).toBe(code);
    expect(result.cause.because).toContain(`${message} ${remedy}`);
  }
});
