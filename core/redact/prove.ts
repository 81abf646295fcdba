import type { Nodes, Root } from 'mdast';
import { isAllowed } from './inert-phrasing.ts';
import type { Allowed } from './inert-text.ts';

const INERT = new Set<Nodes['type']>([
  'root',
  'paragraph',
  'heading',
  'thematicBreak',
  'blockquote',
  'list',
  'listItem',
  'code',
  'table',
  'tableRow',
  'tableCell',
  'text',
  'emphasis',
  'strong',
  'delete',
  'inlineCode',
  'break',
]);

/** What GitHub makes a link of by itself, which the parser leaves to be found in the text. */
const LINKED = /(?:https?|ftp):\/\/|(?<![A-Za-z0-9])www\.|[\w.+-]@\w/i;
const MENTIONED = /@([A-Za-z0-9][A-Za-z0-9-]*)/g;

/** Whether a tree holds nothing but what may be shown: judged apart from the code that wrote it. */
export function isProven(tree: Root, allowed: Allowed): boolean {
  const stack: Nodes[] = [tree];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const fine = INERT.has(node.type) || (node.type === 'link' && isAllowed(node.url, allowed));
    if (!fine) return false;
    if (node.type === 'text' && !isPlain(node.value, allowed)) return false;
    if (node.type === 'listItem' && typeof node.checked === 'boolean') return false;
    if ('children' in node) stack.push(...node.children);
  }
  return true;
}

function isPlain(text: string, { logins }: Allowed): boolean {
  if (LINKED.test(text)) return false;
  if (!text.includes('@')) return true;
  return [...text.matchAll(MENTIONED)].every(([, login = '']) =>
    logins.has(login.toLowerCase().replace(/-{1,40}$/, '')),
  );
}
