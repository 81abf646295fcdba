import type { Repository, World } from '../state.ts';
import { nodeId } from './notation.ts';
import type { TreeEntry } from '../git-objects.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

const MEGABYTE = 1_048_576;

/** What every entry of a repository has in common. `ref` is the commit or branch it was read at. */
export function entryJson(world: World, repository: Repository, entry: TreeEntry, ref: string) {
  const url = repositoryUrl(world, repository);
  const page = repositoryPage(world, repository);
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const at = encodeURIComponent(ref);
  const self = `${url}/contents/${path}?ref=${at}`;
  const git = entry.kind === 'submodule' ? null : `${url}/git/${entry.type}s/${entry.sha}`;
  const html = `${page}/${entry.kind === 'dir' ? 'tree' : 'blob'}/${at}/${path}`;
  return {
    type: entry.kind,
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url: self,
    html_url: html,
    git_url: git,
    download_url: entry.kind === 'file' ? `${page}/raw/${at}/${path}` : null,
    _links: { self, git, html },
  };
}

/** A file with its bytes. Like GitHub, contents over 1 MB are left out: read the blob. */
export function fileJson(world: World, repository: Repository, entry: TreeEntry, ref: string, bytes: Buffer) {
  const large = bytes.length > MEGABYTE;
  return {
    ...entryJson(world, repository, entry, ref),
    type: 'file',
    size: bytes.length,
    encoding: large ? 'none' : 'base64',
    content: large ? '' : base64Lines(bytes),
  };
}

/** A blob of the Git database. */
export function blobJson(world: World, repository: Repository, sha: string, bytes: Buffer) {
  return {
    sha,
    node_id: nodeId('Blob', sha),
    size: bytes.length,
    url: `${repositoryUrl(world, repository)}/git/blobs/${sha}`,
    encoding: 'base64',
    content: base64Lines(bytes),
  };
}

/** GitHub breaks base64 after 60 characters; readers that forget this should fail here too. */
function base64Lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,60}/g, '$&\n');
}
