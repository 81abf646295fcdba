import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

import { judge } from '../../../core/command/judge.ts';
import { outline } from '../../../core/command/outline.ts';

type Node = {
  type: string;
  children?: Node[];
  position?: { start: { offset?: number }; end: { offset?: number } };
};

/** The plain answer: parse the whole comment and look at what each command line is part of. */
function commandsOf(body: string): number[] {
  const root: Node = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const starts = [...body.matchAll(/(?<=^|\n) {0,3}\/dispatch(?=[ \n]|$)/g)];
  return starts
    .filter((match) => {
      const slash = match.index + match[0].indexOf('/');
      const trail: string[] = [];
      let node: Node | undefined = root;
      while (node?.children) {
        node = node.children.find(
          ({ position }) => (position?.start.offset ?? 0) <= slash && slash < (position?.end.offset ?? 0),
        );
        if (node) trail.push(node.type);
      }
      return trail[0] === 'paragraph' && trail.at(-1) === 'text' && !trail.includes('link');
    })
    .map((match) => match.index);
}

const pieces = [
  '/dispatch a b', '  /dispatch a b', 'text', '  text', '    text', '', '', '- a', '  - b', '1. a', '-', '> q', '>', '```', '~~~',
  '  ```', '   ~~~', '    ```', '- ```', '> ```', '````', '# h', '===', '---', '***', '|-|', 'a | b', '-|-', '`', 'a `` b', '[x', '](u)',
  '[r]: u', '[^1]: n', '<!--', '-->', '<!-- c -->', '<pre>', '</pre>', '<div>', '</div>', '<b', '>', 'x <i y="', '">', '\\', '*e', '**',
]; // prettier-ignore

const tail = ['/dispatch a b', '/dispatch a b'];
let tried = 0,
  found = 0;
function tryOne(lines: string[]) {
  const body = [...lines, ...tail].join('\n');
  tried++;
  const { commands } = judge(body, outline(body));
  const full = commandsOf(body);
  if (JSON.stringify(commands.slice(0, 2)) !== JSON.stringify(full.slice(0, 2))) {
    found++;
    console.log(JSON.stringify(lines), commands, full);
  }
}
const P = [...new Set(pieces)].filter((p) => p !== '<div>');
const len = (ls: string[]) => ls.join('\n').length + 1;
for (const a of P) {
  if (len([a]) === 18) tryOne([a]);
  for (const b of P) {
    if (len([a, b]) === 18) tryOne([a, b]);
    for (const c of P) if (len([a, b, c]) === 18) tryOne([a, b, c]);
  }
}
console.log('three done', tried, found);
const end = Date.now() + 400_000;
while (Date.now() < end && found < 5) {
  const n = 4 + Math.floor(Math.random() * 4);
  const ls = Array.from({ length: n }, () => P[Math.floor(Math.random() * P.length)]!);
  if (len(ls) === 18) tryOne(ls);
}
console.log(tried, found);
