import type { Link, Text } from 'mdast';
import { withoutTail } from './inert-text.ts';

/** GitHub links an address that starts a word, or stands behind one of these marks. */
const ADDRESS = /(?<![^\s*_~(])https?:\/\/[^\s<]{1,2000}/gi;

/** Text in which the addresses that GitHub links by itself are links. */
export function withAutolinks(value: string): Array<Text | Link> {
  if (!value.includes('://')) return [{ type: 'text', value }];
  const parts: Array<Text | Link> = [];
  let at = 0;
  for (const { index, 0: found } of value.matchAll(ADDRESS)) {
    const url = withoutTail(found);
    if (index > at) parts.push({ type: 'text', value: value.slice(at, index) });
    parts.push({ type: 'link', url, title: null, children: [{ type: 'text', value: url }] });
    at = index + url.length;
  }
  if (at < value.length) parts.push({ type: 'text', value: value.slice(at) });
  return parts;
}
