import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type Node = {
  type: string;
  children?: Node[];
  position?: { start: { offset?: number }; end: { offset?: number } };
};

/** Without what makes links of addresses afterwards: it forgets where the text around them stands. */
const positioned = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));

/**
 * How many lines of the whole comment, parsed as GitHub's Markdown without any shortcut, start with `/dispatch` in the
 * plain text of a paragraph at the top. HTML elements that hold Markdown are not followed: there may be fewer.
 */
export function countedInFull(body: string): number {
  // The parser drops a mark at the start, which would shift what follows.
  const text = body.replaceAll(/\r\n?/g, '\n').replace(/^\uFEFF/, '\u2060');
  const root: Node = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [positioned] });
  const starts = [...text.matchAll(/(?<=^|\n)[ \u00a0]{0,3}\/dispatch/gi)];
  return starts.filter((match) => isPlain(root, match.index + match[0].indexOf('/'))).length;
}

function isPlain(root: Node, offset: number): boolean {
  const trail: string[] = [];
  for (let node: Node | undefined = root; node?.children;) {
    node = node.children.find(
      ({ position }) => (position?.start.offset ?? 0) <= offset && offset < (position?.end.offset ?? 0),
    );
    if (node) trail.push(node.type);
  }
  return trail[0] === 'paragraph' && trail.at(-1) === 'text' && !trail.includes('link');
}
