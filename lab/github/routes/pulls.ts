import { notFound, ok, page, type Answer } from '../answer.ts';
import {
  commitsBetween,
  diffBetween,
  filesBetween,
  mergeBase,
  patchesBetween,
  type ChangedFile,
} from '../git-diff.ts';
import { findCommit, readCommit } from '../git-objects.ts';
import { commitJson } from '../nouns/commit.ts';
import { diffEntryJson } from '../nouns/diff.ts';
import { reviewJson } from '../nouns/review.ts';
import { openPull, type NewPull } from '../open-pull.ts';
import { addReview, reviewsOf, type NewReview } from '../reviews.ts';
import { refuseLocked } from '../comments.ts';
import { pullJson } from '../nouns/pull.ts';
import { repositoryPage, repositoryUrl } from '../nouns/repository.ts';
import type { Pull } from '../state.ts';
import { issueOf, writerOf, type RepositoryCall, type RepositoryRoute } from './route.ts';

/** GitHub lists no more changed files than these: of a pull request, and of a comparison. */
const LISTED = 3000;
const COMPARED = 300;

/** Pull requests, what they change, and how two commits compare. */
export const PULL_ROUTES: readonly RepositoryRoute[] = [
  { name: 'GET /repos/{owner}/{repo}/pulls', needs: ['pull_requests:read'], handle: list },
  { name: 'POST /repos/{owner}/{repo}/pulls', needs: ['pull_requests:write'], handle: create },
  { name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}', needs: ['pull_requests:read'], handle: pull },
  {
    name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    needs: ['pull_requests:read'],
    handle: files,
  },
  {
    name: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    needs: ['pull_requests:read'],
    handle: reviews,
  },
  {
    name: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    needs: ['pull_requests:write'],
    handle: review,
  },
  { name: 'GET /repos/{owner}/{repo}/compare/{basehead}', needs: ['contents:read'], handle: compare },
];

function pullOf(call: RepositoryCall): Pull {
  const { pull: found } = issueOf(call, 'pull_number');
  if (!found) throw notFound();
  return found;
}

function list(call: RepositoryCall): Answer {
  const { world, repository, query } = call;
  const all = [...repository.issues.values()].filter(
    (issue) =>
      issue.pull !== null &&
      (query['state'] === 'all' || issue.state === (query['state'] ?? 'open')) &&
      (query['head'] === undefined || query['head'] === headOf(issue.pull)) &&
      (query['base'] === undefined || query['base'] === issue.pull.base.ref),
  );
  const { items, headers } = page(world, call, all.toReversed());
  const body = items.flatMap((issue) => (issue.pull === null ? [] : [pullJson(world, issue, issue.pull)]));
  return { status: 200, body, headers };
}

function headOf({ head }: Pull): string {
  return `${head.repository.owner.login}:${head.ref}`;
}

async function create(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const asked = call.body as NewPull;
  const issue = await openPull(world, repository, writerOf(call).user, asked);
  if (issue.pull === null) throw notFound();
  return ok(pullJson(world, issue, issue.pull), 201);
}

function pull(call: RepositoryCall): Answer {
  return ok(pullJson(call.world, issueOf(call, 'pull_number'), pullOf(call)));
}

function reviews(call: RepositoryCall): Answer {
  pullOf(call);
  const { items, headers } = page(call.world, call, reviewsOf(call.world, issueOf(call, 'pull_number')));
  return { status: 200, body: items.map((one) => reviewJson(call.world, one)), headers };
}

async function review(call: RepositoryCall): Promise<Answer> {
  pullOf(call);
  const issue = issueOf(call, 'pull_number');
  refuseLocked(issue);
  const made = await addReview(call.world, issue, writerOf(call).user, call.body as NewReview);
  return ok(reviewJson(call.world, made));
}

async function files(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const { base, head } = pullOf(call);
  const all = (await filesBetween(repository, base.sha, head.sha)).slice(0, LISTED);
  const { items, headers } = page(world, call, all);
  return {
    status: 200,
    body: await entries(call, items, { base: base.sha, head: head.sha }),
    headers,
  };
}

async function entries(
  { world, repository }: RepositoryCall,
  changed: readonly ChangedFile[],
  { base, head }: { base: string; head: string },
) {
  const patches = await patchesBetween(repository, base, head);
  return changed.map((file) =>
    diffEntryJson(world, repository, file, { head, patch: patches.get(file.path) ?? null }),
  );
}

async function compare(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const [base, head, ...more] = await Promise.all(
    String(params['basehead'])
      .split('...')
      .map((name) => findCommit(repository, name)),
  );
  if (!base || !head || more.length > 0) throw notFound();
  const common = await mergeBase(repository, base, head);
  if (common === null) throw notFound();
  if (/^application\/vnd\.github(?:\.v3)?\.diff$/.test(call.accept))
    return diffText(await diffBetween(repository, base, head));
  const json = async (sha: string) => {
    const commit = await readCommit(repository, sha);
    if (!commit) throw notFound();
    return commitJson(world, repository, commit);
  };
  const ahead = await commitsBetween(repository, base, head);
  const behind = await commitsBetween(repository, head, base);
  const { items, headers } = page(world, call, ahead);
  const isFirst = Number(query['page'] ?? 1) === 1;
  const changed = isFirst ? (await filesBetween(repository, base, head)).slice(0, COMPARED) : [];
  return {
    status: 200,
    headers,
    body: {
      ...addresses(call, `${base}...${head}`),
      base_commit: await json(base),
      merge_base_commit: await json(common),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: await Promise.all(items.map(json)),
      files: await entries(call, changed, { base, head }),
    },
  };
}

/** As GitHub sends it: text, outside of the description. */
function diffText(diff: string): Answer {
  const headers = { 'content-type': 'application/vnd.github.diff; charset=utf-8' };
  return { status: 200, bytes: Buffer.from(diff), headers };
}

function addresses({ world, repository }: RepositoryCall, basehead: string) {
  const html = `${repositoryPage(world, repository)}/compare/${basehead}`;
  const url = `${repositoryUrl(world, repository)}/compare/${basehead}`;
  return { url, html_url: html, permalink_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}
