import type { ChangedFile } from '../git-diff.ts';
import type { Repository, World } from '../state.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

/** A changed file: the description's `diff-entry`. `head` is the commit it was changed in. */
export function diffEntryJson(
  world: World,
  repository: Repository,
  file: ChangedFile,
  { head, patch }: { head: string; patch: string | null },
) {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const page = repositoryPage(world, repository);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${head}/${path}`,
    raw_url: `${page}/raw/${head}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${head}`,
    ...(patch === null ? {} : { patch }),
    ...(file.previous === null ? {} : { previous_filename: file.previous }),
  };
}
