import * as fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
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

describe('the bounded judgement agrees with a full Markdown parse', () => {
  test('on every small comment made of the pieces that matter', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }), (lines) => {
        const body = [...lines, '/dispatch a b'].join('\n');
        // An open <div> hides what follows from readers; Markdown alone doesn't know.
        fc.pre(!lines.includes('<div>'));
        // After indented code the parser takes an empty item for a paragraph; CommonMark and GitHub do not.
        fc.pre(!/ {4}[^\n]*\n\n+-\n/.test(body));
        const { commands, unclear } = judge(body, outline(body));
        expect(unclear).toBe(false);
        expect(commands.slice(0, 2)).toEqual(commandsOf(body).slice(0, 2));
      }),
      { numRuns: 1000 },
    );
  });

  test('and the oracle can fail: without the outline’s fences the answers differ', () => {
    const body = '```\n\n/dispatch a b\n```';
    const naive = [{ start: body.indexOf('/'), windowStart: body.indexOf('/') }];
    expect(judge(body, naive).commands).not.toEqual(commandsOf(body));
  });
});
