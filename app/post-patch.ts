import { Fault } from '../core/fault.ts';
import { nothing } from '../core/output/not-posted.ts';
import { branchOf, commitText, patchBody, patchTitle } from '../core/output/patch/patch-words.ts';
import type { Posted } from '../core/output/posted.ts';
import { isWithheld, type Outbound, type Withheld } from '../core/redact/gate.ts';
import { isRefusal } from '../core/refusal.ts';
import { readBot } from '../edge/github/app-account.ts';
import { statusOf } from '../edge/github/call.ts';
import { findPull } from '../edge/github/find-pull.ts';
import {
  createBranch,
  createCommit,
  createPull,
  createTree,
  type ProposedFile,
} from '../edge/github/propose.ts';
import { isThatCommit, readBranchCommit, readCommit } from '../edge/github/trees.ts';
import { keyForJob } from '../edge/store/sent-for-job.ts';
import { missingChange, type JudgedChange } from './check-change.ts';
import { marked, once } from './once.ts';
import { branchToChange } from './patch-target.ts';
import type { Posting, Prepare } from './posting.ts';

type Texts = { title: Outbound; body: Outbound; files: readonly ProposedFile[] };

/** Proposes the change of a job as a draft pull request on a branch of our own. */
export const preparePatch: Prepare<'patch'> = async (posting, item) => {
  const { gate, change } = posting;
  if (change === null || isRefusal(change)) return async () => nothing('patch', change ?? missingChange());
  const title = await gate.plain(patchTitle(item.title));
  if (isWithheld(title)) return title;
  const body = await gate.comment(patchBody(viewOf(posting), item.body, change.files.length));
  if (isWithheld(body)) return body;
  const files = await filesOf(posting, change);
  if (isWithheld(files)) return files;
  return () => post(posting, change, { title, body, files });
};

/** A path or text of which something would be masked is not the one that was judged. */
async function filesOf({ gate }: Posting, { files }: JudgedChange): Promise<ProposedFile[] | Withheld> {
  const made: ProposedFile[] = [];
  for (const file of files) {
    const path = await gate.name(file.path);
    if (isWithheld(path)) return path;
    const content = file.content === null ? null : await gate.name(file.content);
    if (content !== null && isWithheld(content)) return content;
    made.push({ path, mode: file.mode ?? '100644', content });
  }
  return made;
}

function viewOf({ desk, job }: Posting) {
  const { mac } = desk.marker.mark(job, 'patch', job.jobId);
  return { ...job, mac };
}

async function post(posting: Posting, change: JudgedChange, texts: Texts): Promise<Posted> {
  const { desk, request, name, job } = posting;
  const head = branchOf(job.jobId);
  const isIt = marked(desk, job, { kind: 'patch', id: job.jobId }, null);
  const find = () => findPull(request, name, head, isIt);
  let url: string | null = null;
  await once(desk, keyForJob(job, 'patch'), {
    search: async () => (await find())?.id ?? null,
    async create() {
      const base = await branchToChange(request, name, job);
      await putBranch(posting, change, texts.files, head);
      const made = await createPull(request, name, { head, base, ...texts }).catch(async (error: unknown) => {
        // Also what GitHub says when the answer to an earlier call was lost.
        const known = statusOf(error) === 422 ? await find() : null;
        if (known === null) throw error;
        return known;
      });
      url = made.url;
      return made;
    },
  });
  url ??= (await find())?.url ?? null;
  return { became: 'patch', url, files: change.files.length };
}

/**
 * Makes the branch, once: one that is there is either the one that we would make, to the last byte, or somebody
 * else's. Objects of git that no branch leads to show nowhere, and are the same each time.
 */
async function putBranch(
  { desk, request, name, job, gate }: Posting,
  change: JudgedChange,
  files: readonly ProposedFile[],
  branch: string,
): Promise<void> {
  const text = commitText(job, await readBot(await desk.asApp(), request));
  const message = await gate.plain(text);
  if (isWithheld(message)) throw refused(message.because, 'Look at the audit log of the run.');
  const there = await readBranchCommit(request, name, branch);
  if (there !== null) {
    const wanted = { tree: change.tree, parent: job.headSha, message };
    if (isThatCommit(await readCommit(request, name, there), wanted)) return;
    throw refused(
      `There is a branch \`${branch}\` already, with something else.`,
      'Delete it and write the command again.',
    );
  }
  const tree = await createTree(request, name, { baseTree: change.baseTree, files });
  if (tree !== change.tree)
    throw refused('GitHub made another tree of the change than the one that was judged.', 'Report this.');
  const commit = await createCommit(request, name, { tree, parent: job.headSha, message });
  await createBranch(request, name, { branch, commit });
}

function refused(because: string, remedy: string): Fault {
  return new Fault('github-refused', because, remedy);
}
