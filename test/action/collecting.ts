import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { collectChange, type ToCollect } from '../../action/collect-change.ts';
import { copyWorkspace } from '../../edge/files/workspace.ts';
import { git } from '../../edge/runner/git.ts';

/** A checkout with one commit, and the copy of it that an agent would get. */
export async function makeCopies(files: Record<string, string | Buffer>, left: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'collect-'));
  const [checkout, copy] = [join(root, 'checkout'), join(root, 'copy')];
  mkdirSync(checkout);
  await git(['init', '--quiet', '--template=', '--initial-branch=main', checkout], root);
  put(checkout, files);
  await git(['add', '--all', '--force'], checkout);
  await git([...WHO, 'commit', '--quiet', '--allow-empty', '--message=First'], checkout);
  put(checkout, left);
  const headSha = await git(['rev-parse', 'HEAD'], checkout);
  await copyWorkspace(checkout, copy, { agentUid: null });
  return {
    root,
    checkout,
    copy,
    headSha,
    /** A clean clone of the commit, for an oracle that knows nothing of ours. */
    clone: async () => {
      const to = join(root, `clone-${Math.random()}`);
      cpSync(join(checkout, '.git'), join(to, '.git'), { recursive: true });
      await git(['reset', '--quiet', '--hard', headSha], to);
      return to;
    },
    collect: (more: Partial<ToCollect> = {}) =>
      collectChange({
        copy,
        checkout,
        headSha,
        except: [],
        temp: root,
        limits: { files: 50, max_kb: 500 },
        mayWrite: () => true,
        cancelled: new AbortController().signal,
        ...more,
      }),
    end: () => rmSync(root, { recursive: true, force: true }),
  };
}

export const WHO = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.test'];

/** Writes files below a folder. */
export function put(folder: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
