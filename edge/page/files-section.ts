import type { FileNode, FileTree } from '../../core/report/file-tree.ts';
import { counted } from '../../core/output/amounts.ts';
import { visibleLine } from '../../core/report/visible.ts';
import { el, section } from './dom.ts';

/** Shown at once in one folder; nobody reads more, and a browser would take long over them. */
const MOST = 1000;
/** Folders that are open from the start. */
const OPEN = 20;

/** The files that calls named, as a tree; left out when no call did. */
export function filesSection(tree: FileTree | null): Node | null {
  if (tree === null) return null;
  const unknown =
    tree.unknown === 0
      ? ''
      : ` Of ${counted(tree.unknown, 'more call')} the record no longer holds the path.`;
  return section(
    'files',
    'Files',
    el(
      'p',
      { class: 'quiet' },
      `Those that calls of the file tools named. What commands touched is not in here.${unknown}`,
    ),
    listOf(tree.root.children, tree.root.children.length === 1),
  );
}

function listOf(nodes: readonly FileNode[], isOpen = false): HTMLElement {
  const items = nodes
    .slice(0, MOST)
    .map((node) => el('li', {}, node.children.length > 0 ? folder(node, isOpen) : leaf(node)));
  const more = nodes.length > MOST ? [el('li', {}, `and ${nodes.length - MOST} more`)] : [];
  return el('ul', { class: 'tree' }, ...items, ...more);
}

/** A folder draws what is in it when it is opened. */
function folder(node: FileNode, isOpen: boolean): HTMLElement {
  const details = el('details', {}, el('summary', {}, ...labels(node, '/')));
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(listOf(node.children));
  };
  details.addEventListener('toggle', fill);
  details.open = isOpen || node.children.length <= OPEN;
  fill();
  return details;
}

function leaf(node: FileNode): HTMLElement {
  return el('span', {}, ...labels(node, ''));
}

function labels({ name, counts }: FileNode, end: string): Node[] {
  const count = (what: string, tone: string, times: number) =>
    times === 0
      ? []
      : [document.createTextNode(' '), el('span', { class: `count ${tone}` }, `${what} ${times}×`)];
  return [
    el('code', {}, `${visibleLine(name, 300)}${end}`),
    ...count('read', 'plain', counts.read),
    ...count('written', 'warn', counts.written),
    ...count('refused', 'bad', counts.refused),
  ];
}
