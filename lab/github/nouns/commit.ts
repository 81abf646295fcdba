import type { Commit, Repository, World } from '../state.ts';
import { nodeId } from './notation.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A commit of the Git database. */
export function gitCommitJson(world: World, repository: Repository, commit: Commit) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${url}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: UNSIGNED,
  };
}

/** A commit of a repository. Authors are not matched to accounts. */
export function commitJson(world: World, repository: Repository, commit: Commit) {
  const url = `${repositoryUrl(world, repository)}/commits`;
  const page = repositoryPage(world, repository);
  const { author, committer, message, tree, verification } = gitCommitJson(world, repository, commit);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: `${url}/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/${commit.sha}/comments`,
    commit: {
      url: `${repositoryUrl(world, repository)}/git/commits/${commit.sha}`,
      author,
      committer,
      message,
      tree,
      comment_count: 0,
      verification,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** The short form that workflow runs carry. */
export function simpleCommitJson(commit: Commit) {
  const who = ({ name, email }: { name: string; email: string }) => ({ name, email });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: who(commit.author),
    committer: who(commit.committer),
  };
}

/** A branch; none is protected. */
export function branchJson(world: World, repository: Repository, name: string, commit: Commit) {
  const self = `${repositoryUrl(world, repository)}/branches/${encodeURIComponent(name)}`;
  return {
    name,
    commit: commitJson(world, repository, commit),
    _links: { self, html: `${repositoryPage(world, repository)}/tree/${name}` },
    protected: false,
    protection: { enabled: false },
    protection_url: `${self}/protection`,
  };
}

/** A ref and the object it points at. `ref` is the full name. */
export function refJson(
  world: World,
  repository: Repository,
  ref: string,
  object: { type: string; sha: string },
) {
  const url = repositoryUrl(world, repository);
  return {
    ref,
    node_id: nodeId('Ref', ref),
    url: `${url}/git/${ref}`,
    object: { ...object, url: `${url}/git/${object.type}s/${object.sha}` },
  };
}
