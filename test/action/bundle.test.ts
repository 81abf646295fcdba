import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { node22 } from '../runtimes/node22.ts';
import { setUp, workflowWith } from '../story/step.ts';

let nodes: Record<string, string>;
let folder: string;

beforeAll(async () => {
  nodes = { '22': await node22(), '24': process.execPath };
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
}, 150_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The launcher alone, as in a ref without a bundle; `dist` is what its bundle says, if it has one. */
function launcher(dist?: string): string {
  const root = mkdtempSync(join(folder, 'action-'));
  mkdirSync(join(root, 'action'));
  copyFileSync(join(ROOT, 'action/main.mjs'), join(root, 'action/main.mjs'));
  if (dist !== undefined) {
    mkdirSync(join(root, 'dist'));
    writeFileSync(join(root, 'dist/package.json'), '{ "type": "module" }');
    writeFileSync(join(root, 'dist/index.js'), dist);
  }
  return join(root, 'action/main.mjs');
}

describe.each(['22', '24'])('on Node %s', (version) => {
  const start = (file: string, ...args: string[]) =>
    run(nodes[version] ?? '', [...args, file], { cwd: folder });

  test('it is the Node we mean', async () => {
    expect((await run(nodes[version] ?? '', ['--version'], {})).out).toMatch(new RegExp(`^v${version}\\.`));
  });

  test('the bundle starts, and without inputs says in one line what is wrong', async () => {
    const { code, out, err } = await start(join(ROOT, 'action/main.mjs'));
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(out).toMatch(/^::error[^\n]*::[^\n]+\n$/);
    expect(out).not.toContain('carries no dist/index.js');
  });

  test('the bundle runs an agent from the checkout to the answer', async () => {
    const bench = await setUp();
    const asks = { agent: 'reviewer', task: 'look', 'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}' };
    const which = '\n      - run: echo "this was Node $(node --version)"\n';
    const workflow = workflowWith({ ...asks, 'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}' }, which);
    const PATH = `${dirname(nodes[version] ?? '')}:${process.env['PATH'] ?? ''}`;
    const outcome = await bench.run(workflow, { environment: { PATH } });
    expect(outcome.log).toContain(`this was Node v${version}.`);
    expect(outcome.summary).toContain('All is well.');
    expect(outcome.conclusion).toBe('success');
  });

  test('the launcher runs the bundle beside it', async () => {
    expect(await start(launcher('console.log("the bundle");'))).toMatchObject({
      code: 0,
      out: 'the bundle\n',
    });
  });

  test('a bundle that fails fails the step', async () => {
    expect((await start(launcher('throw new Error("no");'))).code).toBe(1);
  });

  test('a ref without a bundle is named, with the way out', async () => {
    expect(await start(launcher())).toEqual({
      code: 1,
      out: '::error title=agent-dispatch::This ref of agent-dispatch carries no dist/index.js. Use a release tag of the action, or run "npm ci" and "npm run build" in its folder first.\n',
      err: '',
    });
  });

  test('a Node that is too old is named, with the way out', async () => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { node: '20.19.0' } });`;
    const old = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
    expect(await start(launcher('console.log("the bundle");'), ...old)).toEqual({
      code: 1,
      out: `::error title=agent-dispatch::agent-dispatch needs Node 22 or newer, and the runner's Node is 20.19.0. Add a step with actions/setup-node (node-version: 24) before this one.\n`,
      err: '',
    });
  });
});

const programs = () => readdirSync(join(ROOT, 'dist')).filter((name) => name.endsWith('.js'));

test('the bundle is small enough to be cloned with every job', () => {
  const bytes = programs().map((name) => statSync(join(ROOT, 'dist', name)).size);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(3_000_000);
});

test('the bundle holds nothing of the folder and the moment it was made in: anyone can make it again', async () => {
  const again = mkdtempSync(join(ROOT, '.cache/again-'));
  try {
    cpSync(join(ROOT, 'build'), join(again, 'build'), { recursive: true });
    const path = `${ROOT}node_modules/.bin:/usr/bin:/bin`;
    await run(process.execPath, [join(ROOT, 'cli/bundle.ts'), again], { cwd: again, path });
    for (const name of [...programs(), 'licenses.txt']) {
      const [one, other] = [ROOT, again].map((root) => readFileSync(join(root, 'dist', name), 'utf8'));
      expect(one === other, name).toBe(true);
    }
  } finally {
    rmSync(again, { recursive: true, force: true });
  }
}, 60_000);

test('every package that the bundle holds is named with its licence', () => {
  const licenses = readFileSync(join(ROOT, 'dist/licenses.txt'), 'utf8');
  for (const name of ['zod', 'yaml', 'jose', '@octokit/request', '@actions/core'])
    expect(licenses, name).toMatch(new RegExp(`^${name}\\n(MIT|ISC)\\n[^]{200}`, 'm'));
});
