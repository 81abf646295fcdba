import { closeSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { entryAt, MODES, type BaseTree } from '../core/output/patch/base-tree.ts';
import {
  judgePatch,
  patchRefusal,
  refusalOf,
  tooManyFiles,
  type PatchFacts,
} from '../core/output/patch/judge-patch.ts';
import type { PatchFile } from '../core/output/patch/patch-file.ts';
import { idOfBlob } from '../core/output/patch/tree-after.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { openRoot, readBelow } from '../edge/files/by-descriptor.ts';
import { compareCopy, TooMuch, type Compared, type Difference } from '../edge/files/compare-copy.ts';
import { hashWith } from '../edge/keys/digest.ts';
import { ignoredOf, openCleanRepository, readTree, writeChange } from '../edge/runner/clean-repository.ts';
import { decodedText } from './decoded-text.ts';

/** Where a change is looked for, and what it may be. */
export type ToCollect = {
  /** The agent's copy, in which nobody works any more, and the checkout that it was made of. */
  copy: string;
  checkout: string;
  /** The commit of the checkout; null where it is none. */
  headSha: string | null;
  /** Folders that were left out of the copy. */
  except: readonly string[];
  /** A folder of ours for what is made on the way. */
  temp: string;
  limits: PatchFacts['limits'];
  mayWrite: PatchFacts['mayWrite'];
  cancelled: AbortSignal;
};

/** A change that was judged: the commit that it is made to, its files, and all of it as `git apply` takes it. */
export type Collected = { base: string; files: PatchFile[]; patch: string };

/**
 * Reads out of an agent's copy what it changed, all of it or nothing. The copy is hostile through and through: it is
 * walked by descriptors, and git is asked about the checkout's commit alone. Throws `Fault`.
 */
export async function collectChange(ask: ToCollect): Promise<Collected | Refusal> {
  if (ask.headSha === null)
    return patchRefusal('the workspace is no git checkout', 'Check out the repository before this step.');
  const folder = await mkdtemp(join(ask.temp, 'agent-dispatch-change-'));
  try {
    const repository = await openCleanRepository(ask.checkout, ask.headSha, folder);
    const base = await readTree(repository);
    const compared = await compareCopy(ask.copy, ask.checkout, ask);
    const emptied = join(folder, 'ignoring');
    await mkdir(emptied);
    const ignored = await ignoredOf(repository, ...untracked(compared, base), emptied);
    const differences = compared.differences.filter((one) => isProposed(one, base, ignored));
    const files = readFiles(differences, base, ask);
    if (isRefusal(files)) return files;
    const refusal = judgePatch(files, { base, limits: ask.limits, mayWrite: ask.mayWrite });
    if (refusal !== null) return refusal;
    const { patch } = await writeChange(repository, files);
    return { base: ask.headSha, files, patch };
  } catch (error) {
    if (error instanceof TooMuch) return patchRefusal(error.message, 'Ask for less at a time.');
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const textOf = (path: Buffer) => path.toString('utf8');

/** What git has to be asked whether it ignores it, and by which files. */
function untracked(
  { differences, ignoring }: Compared,
  base: BaseTree,
): [string[], { path: string; text: Buffer }[]] {
  const unknown = differences
    .map(({ path }) => textOf(path))
    .filter((path) => entryAt(base, path) === undefined);
  const known = ignoring.map(({ path, text }) => ({ path: textOf(path), text }));
  return [unknown, known.filter(({ path }) => !path.includes('\uFFFD'))];
}

/** What git knows counts however it differs; all else, when it is there and is not ignored. */
function isProposed({ what, path }: Difference, base: BaseTree, ignored: ReadonlySet<string>): boolean {
  const at = textOf(path);
  return entryAt(base, at) !== undefined || (what !== 'gone' && !ignored.has(at));
}

type Problem = { path: string; problem: string };

/** Reads the files that differ, within the limits; or says what of them cannot be proposed at all. */
function readFiles(
  differences: readonly Difference[],
  base: BaseTree,
  ask: ToCollect,
): PatchFile[] | Refusal {
  const { limits } = ask;
  const tooMany = tooManyFiles(differences.length, limits);
  if (tooMany !== null) return tooMany;
  const roots = { copy: openRoot(ask.copy), checkout: openRoot(ask.checkout) };
  try {
    const read = differences.map((one) => readFile(one, base, roots, limits.max_kb * 1000));
    const problems = read.flatMap((one) => ('problem' in one ? [one] : []));
    return problems.length > 0 ? refusalOf(problems) : read.flatMap((one) => ('problem' in one ? [] : [one]));
  } finally {
    closeSync(roots.copy);
    closeSync(roots.checkout);
  }
}

type Roots = { copy: number; checkout: number };

function readFile(difference: Difference, base: BaseTree, roots: Roots, most: number): PatchFile | Problem {
  const path = textOf(difference.path);
  const wrong = (problem: string): Problem => ({ path, problem });
  if (!Buffer.from(path).equals(difference.path)) return wrong('has a name that is no UTF-8');
  if (difference.what === 'odd') return wrong(difference.why);
  const problem = problemBefore(difference, base, roots, most);
  if (problem !== null) return wrong(problem);
  if (difference.what === 'gone') return { path, mode: null, content: null };
  const now = tried(() => readBelow(roots.copy, difference.path, most));
  if (now === undefined) return wrong('cannot be read');
  if (now === null) return wrong(`takes more than ${most / 1000} kB`);
  const content = decodedText(now.bytes);
  if (content === null) return wrong('is no text: a patch holds text files alone');
  return { path, mode: now.executable ? MODES.program : MODES.file, content };
}

/** What the agent found has to be what the commit has: else the change of somebody else would go with its own. */
function problemBefore(
  { what, path }: Difference,
  base: BaseTree,
  { checkout }: Roots,
  most: number,
): string | null {
  const entry = entryAt(base, textOf(path));
  if (entry === undefined)
    return what === 'changed' ? 'was there before the agent came and is in no commit' : null;
  // What else stands there is told when the change is judged.
  if (entry.mode !== MODES.file && entry.mode !== MODES.program) return null;
  if (what === 'new') return 'is in the commit and was missing before the agent came';
  if (entry.size > most) return `takes more than ${most / 1000} kB`;
  const before = tried(() => readBelow(checkout, path, most));
  if (before === undefined || before === null) return 'was not as in its commit before the agent came';
  const hash = hashWith(entry.id.length === 64 ? 'sha256' : 'sha1');
  if (idOfBlob(before.bytes, hash) !== entry.id) return 'was not as in its commit before the agent came';
  return decodedText(before.bytes) === null ? 'was no text: a patch holds text files alone' : null;
}

/** Undefined for what cannot be read. */
function tried<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
