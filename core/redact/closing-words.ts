import type { BlockContent, PhrasingContent } from 'mdast';
import { CLOSING, shown } from './inert-phrasing.ts';
import { defanged } from './inert-text.ts';

/** The end of what was read so far. */
type Before = { text: string };

const MOST_BEFORE = 100;

/** Blocks in which no link begins one behind a word that would close an issue, at the end of the block before. */
export function withoutClosings(
  blocks: readonly BlockContent[],
  before: Before = { text: '' },
): BlockContent[] {
  return blocks.map((node): BlockContent => {
    switch (node.type) {
      case 'paragraph':
      case 'heading':
        return { ...node, children: phrases(node.children, before) };
      case 'blockquote':
        return { ...node, children: withoutClosings(node.children as BlockContent[], before) };
      case 'list': {
        const children = node.children.map((item) => ({
          ...item,
          children: withoutClosings(item.children as BlockContent[], before),
        }));
        return { ...node, children };
      }
      case 'table': {
        const children = node.children.map((row) => ({
          ...row,
          children: row.children.map((cell) => ({ ...cell, children: phrases(cell.children, before) })),
        }));
        return { ...node, children };
      }
      default:
        before.text = '';
        return node;
    }
  });
}

function phrases(nodes: PhrasingContent[], before: Before): PhrasingContent[] {
  const made = CLOSING.test(before.text) ? withoutFirstLink(nodes) : nodes;
  before.text = `${before.text}\n${shown(nodes)}`.slice(-MOST_BEFORE);
  return made;
}

/** The same with the words of where it leads in place of a link that stands first, within whatever marks. */
function withoutFirstLink(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const at = nodes.findIndex(
    (node) => node.type !== 'break' && (node.type !== 'text' || /[^\s:]/.test(node.value)),
  );
  return nodes.map((node, index): PhrasingContent => {
    if (index !== at) return node;
    if (node.type === 'link') return { type: 'inlineCode', value: defanged(node.url) };
    return 'children' in node ? { ...node, children: withoutFirstLink(node.children) } : node;
  });
}
