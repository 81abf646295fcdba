import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lastToolResults } from '../../lab/model/script.ts';
import { git, tryGit } from '../../edge/runner/git.ts';
import { begin, API_KEY } from './story.ts';

/* The real CLI changes files in the real cage, and asks for a pull request. */

const config = `version: 1
agents:
  coder:
    description: Changes code
    system_prompt: You code.
    tools: [Read, Edit, Write, Bash]
    outputs: [comment, patch]
`;

type Call = { tool: string; input: Record<string, unknown> };
const write = (path: string, content: string): Call => ({
  tool: 'Write',
  input: { file_path: `/workspace/${path}`, content },
});
const bash = (command: string): Call => ({ tool: 'Bash', input: { command } });
const propose: Call = {
  tool: 'mcp__dispatch__patch',
  input: { title: 'Add at last', body: 'It **adds** now.' },
};

async function coded(...calls: Call[]) {
  const told: string[] = [];
  const story = await begin({
    files: { '.github/dispatch.yml': config, '.gitignore': 'node_modules\n' },
    permissions: { contents: 'write' },
    model: (request, turn) => {
      told.push(...lastToolResults(request).map(({ text }) => text));
      const call = [...calls, propose][turn];
      return call === undefined ? { text: 'Proposed.' } : { calls: [call] };
    },
  });
  await story.says('/dispatch coder make it add');
  const git = async (...args: string[]) =>
    (await tryGit([`--git-dir=${story.gitDir}`, ...args], story.gitDir)).stdout.trim();
  const branch = await git('for-each-ref', '--format=%(refname)', 'refs/heads/dispatch');
  return { ...story, told, git, branch, body: story.replies().at(-1)?.at(-1) ?? '' };
}

const FIXED = 'export const add = (a, b) => a + b;\n';

test('what an agent changed is one draft pull request, and a patch in the artifact that applies', async () => {
  const {
    git: ask,
    branch,
    body,
    log,
    github,
    gitDir,
    root,
    told,
  } = await coded(
    { tool: 'Read', input: { file_path: '/workspace/src/add.js' } },
    write('src/add.js', FIXED),
    write('src/sum.js', 'export {};\n'),
    bash('mkdir -p node_modules/x'),
    write('node_modules/x/index.js', 'module.exports = 1;\n'),
  );
  expect(told.at(-1)).toBe('Taken.');
  expect(log.join('\n')).toMatch(/patch: 2 files/);
  expect(await ask('diff', '--name-status', 'main', branch)).toBe('M\tsrc/add.js\nA\tsrc/sum.js');
  expect(await ask('show', `${branch}:src/add.js`)).toBe(FIXED.trim());
  expect(await ask('fsck', '--strict')).toBe('');
  expect(body).toMatch(/✅ coder is done[^]*Proposed\.[^]*\[Draft pull request that changes 2 files\]/);
  const posted = github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/pulls'));
  expect(posted).toMatchObject([{ status: 201, body: { draft: true, base: 'main', title: 'Add at last' } }]);
  expect(github.violations).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'apply-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const left = 'runner/*/*/work/_temp/agent-dispatch-result-*/changes.patch';
  const [patch = ''] = globSync(left, { cwd: root });
  await git(['clone', '--quiet', gitDir, join(folder, 'clone')], folder);
  await git(['apply', '--index', join(root, patch)], join(folder, 'clone'));
  expect(await git(['write-tree'], join(folder, 'clone'))).toBe(await ask('rev-parse', `${branch}^{tree}`));
});

test.each<[string, Call[], RegExp]>([
  ['a link', [bash('ln -s /etc/passwd link')], /`link` is a symbolic link/],
  [
    'a program',
    [bash('cp src/add.js x.sh'), bash('chmod 755 x.sh')],
    /`x\.sh` is a new file that may be executed/,
  ],
  ['its own key', [write('src/key.js', `const key = '${API_KEY}';\n`)], /withheld/],
  ['nothing', [], /nothing was changed/],
])('of %s nothing is proposed, and it is said why', async (_, calls, words) => {
  const { branch, body, github, told } = await coded(...calls);
  expect(branch).toBe('');
  expect(body, told.join('\n')).toMatch(words);
  expect(github.requests.filter(({ method, path }) => method === 'POST' && /\/git\//.test(path))).toEqual([]);
  expect(body).not.toContain(API_KEY);
});
