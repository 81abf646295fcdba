import { counted } from '../../core/output/amounts.ts';
import type { Scene } from '../../lab/demo/scene.ts';
import { commitsBetween, patchesBetween } from '../../lab/github/git-diff.ts';
import { readCommit } from '../../lab/github/git-objects.ts';
import type { LabGitHub } from '../../lab/github/server.ts';
import type { Issue, Pull, Review } from '../../lab/github/state.ts';
import { diffView } from './diff-view.ts';
import { indent } from './indent.ts';
import { readable } from './readable.ts';

/** What a run left on GitHub besides comments: `blocks` to read, `words` for the last line, whether it is all there. */
export type Landed = { blocks: string[]; words: string[]; there: boolean };

/** Looks for what a scene is to bring, as a person would: in the thread, or among the pull requests. */
export async function landed(brings: Scene['brings'], github: LabGitHub, thread: Issue): Promise<Landed> {
  if (brings === 'review') return reviewsIn(github, thread);
  if (brings === 'patch') return draftsBeside(github, thread);
  const { fullName } = thread.repository;
  const answered =
    github.runs.length > 0 && github.listComments(fullName, thread.number).some(({ viaApp }) => viaApp);
  return { blocks: [], words: [], there: brings === 'nothing' || answered };
}

async function reviewsIn(github: LabGitHub, thread: Issue): Promise<Landed> {
  const { repository, number, pull } = thread;
  const reviews = github
    .listReviews(repository.fullName, number)
    .filter(({ author }) => author === github.app.bot);
  const blocks = await Promise.all(reviews.map((review) => reviewBlock(review, pull)));
  const comments = reviews.reduce((sum, review) => sum + review.comments.length, 0);
  const words = `${counted(reviews.length, 'review')} with ${counted(comments, 'inline comment')}`;
  return { blocks, words: [reviews.length === 0 ? 'no review' : words], there: comments > 0 };
}

async function reviewBlock({ issue, author, state, commit, body, comments }: Review, pull: Pull | null) {
  const patches = await patchesBetween(issue.repository, pull?.base.sha ?? commit, commit);
  const files = [...new Set(comments.map(({ path }) => path))].map((file) => {
    const here = comments.filter(({ path }) => path === file);
    const under = (side: string, line: number) =>
      here
        .filter((one) => one.side === side && one.line === line)
        .map((one) => beside(`${author.login} at line ${line}:\n${readable(one.body)}`));
    return `${file}\n${diffView(patches.get(file) ?? '', under)}`;
  });
  const heading = `── The review that ${author.login} posted at ${commit.slice(0, 7)} (${state})`;
  return [heading, ...[readable(body), ...files].map((text) => indent(text))].join('\n\n');
}

/** A comment beside the code that it is about, told apart from it. */
function beside(text: string): string {
  return text
    .split('\n')
    .map((line) => `     ┃ ${line}`.trimEnd())
    .join('\n');
}

async function draftsBeside(github: LabGitHub, { repository }: Issue): Promise<Landed> {
  const drafts = [...repository.issues.values()].flatMap((issue) =>
    issue.pull?.draft && issue.author === github.app.bot ? [{ issue, pull: issue.pull }] : [],
  );
  const blocks = await Promise.all(drafts.map(({ issue, pull }) => draftBlock(issue, pull)));
  const files = drafts.reduce((sum, { pull }) => sum + pull.changedFiles, 0);
  const words = `${counted(drafts.length, 'draft pull request')} that changes ${counted(files, 'file')}`;
  return { blocks, words: [drafts.length === 0 ? 'no draft pull request' : words], there: files > 0 };
}

async function draftBlock({ repository, number, title, body, author }: Issue, { head, base }: Pull) {
  const [first = head.sha] = await commitsBetween(repository, base.sha, head.sha);
  const commit = await readCommit(repository, first);
  const patches = await patchesBetween(repository, base.sha, head.sha);
  const files = [...patches].map(([path, patch]) => `${path}\n${diffView(patch, () => [])}`);
  const heading = `── Draft pull request #${number} of ${author.login}: ${title}\n   ${head.ref} → ${base.ref}`;
  const text = `Commit ${first.slice(0, 7)} by ${commit?.author.name}:\n${indent(commit?.message.trim() ?? '')}`;
  return [heading, ...[readable(body), text, ...files].map((one) => indent(one))].join('\n\n');
}
