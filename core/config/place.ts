import type { Path } from './problem.ts';
import { yamlTree } from './yaml-tree.ts';

/** Line and column, from 1, of the keys at paths of a configuration that was read; of the nearest parent for others. */
export function placesIn(text: string): (path: Path) => { line: number; column: number } {
  const tree = yamlTree(text);
  return (path) => tree.placeOf(tree.offsetOf(path, 'key'));
}
