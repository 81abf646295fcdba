import type { Label, Repository, World } from '../state.ts';
import { nodeId } from './notation.ts';
import { repositoryUrl } from './repository.ts';

/** A label of a repository, in the colour that GitHub gives new ones. */
export function labelJson(world: World, repository: Repository, { id, name }: Label) {
  return {
    id,
    node_id: nodeId('Label', id),
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(name)}`,
    name,
    description: null,
    color: 'ededed',
    default: false,
  };
}
