import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { collectChange } from '../../action/collect-change.ts';
import { isRefusal } from '../../core/refusal.ts';
import { copyWorkspace } from '../../edge/files/workspace.ts';
import { file, makePatchWorld, proposing } from './patch-world.ts';

/*
 * From the agent's copy to the pull request: exactly the change, or nothing. The oracle is git itself, in a clone that
 * no agent saw, and what each step of the agent was meant to be.
 */

vi.setConfig({ testTimeout: 300_000 });
const root = mkdtempSync(join(tmpdir(), 'patch-property-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const FILES: Record<string, string> = {
  'src/add.js': 'one\ntwo\n',
  'src/old.js': 'old\n',
  'src/deep/er/x.ts': 'x\n',
  'docs/größe.md': 'G\n',
  'README.md': 'R\n',
};

type Step = { what: string; meant: 'good' | 'bad' | 'nothing'; act: (copy: string) => void };

const put = (copy: string, path: string, content: string | Buffer) => {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), content);
};
const STEPS: readonly Step[] = [
  { what: 'edit', meant: 'good', act: (copy) => put(copy, 'src/add.js', 'one\nzwei\r\n') },
  { what: 'new', meant: 'good', act: (copy) => put(copy, 'src/new/文.js', '\uFEFFneu') },
  { what: 'empty', meant: 'good', act: (copy) => put(copy, 'empty', '') },
  { what: 'delete', meant: 'good', act: (copy) => unlinkSync(join(copy, 'src/old.js')) },
  {
    what: 'delete a folder',
    meant: 'good',
    act: (copy) => rmSync(join(copy, 'src/deep'), { recursive: true }),
  },
  {
    what: 'hard link',
    meant: 'good',
    act: (copy) => linkSync(join(copy, 'README.md'), join(copy, 'twice.md')),
  },
  { what: 'same bytes', meant: 'nothing', act: (copy) => put(copy, 'docs/größe.md', 'G\n') },
  { what: 'an empty folder', meant: 'nothing', act: (copy) => mkdirSync(join(copy, 'hollow')) },
  {
    what: 'a hostile .git',
    meant: 'nothing',
    act(copy) {
      put(
        copy,
        '.git/config',
        `[core]\n\tfsmonitor = touch ${root}/ran\n[filter "f"]\n\tclean = touch ${root}/ran\n`,
      );
      put(copy, '.git/info/attributes', '* filter=f -text\n');
      put(copy, '.git/objects/info/alternates', `${root}\n`);
      put(copy, '.git/refs/replace/x', 'x');
    },
  },
  {
    what: 'a .git that is a link',
    meant: 'nothing',
    act(copy) {
      rmSync(join(copy, '.git'), { recursive: true, force: true });
      // Into our own folder: a later step writes through it.
      symlinkSync(mkdtempSync(join(root, 'elsewhere-')), join(copy, '.git'));
    },
  },
  { what: 'link', meant: 'bad', act: (copy) => symlinkSync('/etc/passwd', join(copy, 'passwd')) },
  {
    what: 'link in a folder that goes on',
    meant: 'bad',
    act: (copy) => symlinkSync('../..', join(copy, 'docs/up')),
  },
  {
    what: 'program',
    meant: 'bad',
    act: (copy) => (put(copy, 'x.sh', 'x'), chmodSync(join(copy, 'x.sh'), 0o755)),
  },
  { what: 'made a program', meant: 'bad', act: (copy) => chmodSync(join(copy, 'README.md'), 0o744) },
  { what: 'pipe', meant: 'bad', act: (copy) => void execFileSync('mkfifo', [join(copy, 'pipe')]) },
  { what: 'binary', meant: 'bad', act: (copy) => put(copy, 'a.bin', Buffer.from([0, 255])) },
  { what: 'workflow', meant: 'bad', act: (copy) => put(copy, '.github/workflows/y.yml', 'on: push') },
  { what: 'attributes', meant: 'bad', act: (copy) => put(copy, '.gitattributes', '* filter=f') },
  { what: 'twin', meant: 'bad', act: (copy) => put(copy, 'readme.md', 'x') },
  { what: 'repository', meant: 'bad', act: (copy) => put(copy, 'vendor/.git/HEAD', 'ref: x') },
  { what: 'a .GIT', meant: 'bad', act: (copy) => put(copy, '.GIT/hooks/post-checkout', 'x') },
  {
    what: 'a name',
    meant: 'bad',
    act: (copy) => writeFileSync(Buffer.from(`${copy}/\u00ff`, 'latin1'), 'x'),
  },
  { what: 'too much', meant: 'bad', act: (copy) => put(copy, 'big.txt', 'x'.repeat(200_000)) },
];

const CONFIG_LIMITS = { files: 20, max_kb: 100 };
const CONFIG = `version: 1
agents:
  coder:
    description: Changes code
    system_prompt: You code.
    tools: [Read, Edit, Write]
    outputs: [comment, patch: { files: 20, max_kb: 100 }]
`;

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...args], { cwd, encoding: 'utf8' }).trim();

/** What git, which never saw the agent's .git, makes of the agent's files. */
function treeByGit(gitDir: string, copy: string, name: string): string {
  const clone = join(root, `${name}-oracle`);
  git('/', 'clone', '--quiet', gitDir, clone);
  rmSync(join(copy, '.git'), { recursive: true, force: true });
  git(clone, `--work-tree=${copy}`, '-c', 'core.autocrlf=false', 'add', '--all');
  return git(clone, 'write-tree');
}

let count = 0;
async function play(steps: readonly Step[]): Promise<void> {
  const name = `run-${(count += 1)}`;
  const [checkout, copy] = [join(root, `${name}-checkout`), join(root, `${name}-copy`)];
  let refusal: string | null = null;
  const lab = await makePatchWorld(
    async (claims, order) => {
      git('/', 'clone', '--quiet', lab.world.gitDir, checkout);
      await copyWorkspace(checkout, copy, { agentUid: null });
      for (const { act } of steps) act(copy);
      const found = await collectChange({
        copy,
        checkout,
        headSha: String(claims['head_sha']),
        except: [],
        temp: root,
        limits: CONFIG_LIMITS,
        mayWrite: () => true,
        cancelled: new AbortController().signal,
      });
      if (isRefusal(found)) refusal = found.because;
      if (!isRefusal(found)) return proposing(found.files)(claims, order);
      const { code, because, remedy } = found;
      const change = { became: 'none', code, because, remedy } as const;
      return proposing([file('stays-out', '')], { more: { change } })(claims, order);
    },
    { config: CONFIG, files: FILES },
  );
  try {
    await lab.dispatches();
    const [branch] = await lab.branches();
    const isGood = steps.every(({ meant }) => meant !== 'bad') && steps.some(({ meant }) => meant === 'good');
    expect(refusal === null, String(refusal)).toBe(isGood);
    expect(branch === undefined, lab.told()).toBe(!isGood);
    if (branch === undefined) return;
    expect(await lab.git('rev-parse', `${branch}^{tree}`)).toBe(treeByGit(lab.world.gitDir, copy, name));
    expect(await lab.git('fsck', '--strict')).toBe('');
    expect(lab.pulls()).toHaveLength(1);
  } finally {
    await lab.world.end();
  }
}

test('what reaches the pull request is the change that git would see, or nothing', async () => {
  const good = STEPS.filter(({ meant }) => meant !== 'bad');
  const steps = fc.oneof(
    { weight: 2, arbitrary: fc.uniqueArray(fc.constantFrom(...good), { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 5 }) },
  );
  await fc.assert(fc.asyncProperty(steps, play), { numRuns: 20 });
  expect(existsSync(join(root, 'ran'))).toBe(false);
});
