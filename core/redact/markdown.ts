import type { Definition, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Options } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';
import { withoutHidden } from './hidden.ts';
import { codeBlock, inertBlocks } from './inert-blocks.ts';
import { shown, type Pass } from './inert-phrasing.ts';
import type { Allowed } from './inert-text.ts';
import { isProven } from './prove.ts';

const MAX_PASSES = 5;
const MAX_LINES = 6000;
const MAX_CONTAINERS = 40;
const MAX_BRACKETS = 800;
const MAX_MARKS = 1500;
const MAX_TICKS = 3000;

/** A code block that starts a text is read line by line; it is also what we make of what cannot be parsed. */
const LEADING_CODE = /^(`{3,})text\n[\s\S]*?\n\1`*(?=\n|$)/;

const style: Options = {
  bullet: '-',
  emphasis: '*',
  fences: true,
  listItemIndent: 'one',
  resourceLink: true,
  rule: '-',
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
};

/**
 * Markdown by a stranger, rewritten from an allow-listed tree until writing it again changes nothing:
 * what was judged is what is read. Where that cannot be shown, the whole text comes as a code block.
 * `redact` masks secrets in the text of the tree, where Markdown's escapes no longer hide them.
 */
export function inertMarkdown(source: string, allowed: Allowed, redact: (text: string) => string): string {
  const plain = withoutHidden(source);
  return (
    settled(plain, allowed, redact) ??
    write({ type: 'root', children: plain.trim() === '' ? [] : [codeBlock(plain, 'text', { redact })] })
  );
}

function settled(plain: string, allowed: Allowed, redact: (text: string) => string): string | null {
  let current = plain;
  try {
    for (let pass = 0; pass < MAX_PASSES && isParsable(current); pass++) {
      const tree = parseMarkdown(current);
      const next = rewrite(tree, allowed, redact);
      if (next === current && isProven(tree, allowed)) return next;
      current = next;
    }
  } catch {
    // Nested beyond what the parser's stack holds; the code block shows it as it is.
  }
  return null;
}

let last: { readonly text: string; readonly tree: Root } | null = null;

/**
 * The tree of a GitHub comment, which nobody may change: the last one is kept until it is rendered, since what is
 * rendered is mostly what was just proven, and parsing is most of what a comment costs.
 */
export function parseMarkdown(text: string): Root {
  if (last?.text !== text) {
    last = { text, tree: fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) };
  }
  return last.tree;
}

/** The words a reader sees, block by block, one line each. */
export function renderedText(text: string): string {
  const lines: string[] = [];
  const stack: Array<Root | Root['children'][number]> = [parseMarkdown(text)];
  last = null;
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
      lines.push(shown(node.children));
    } else if ('children' in node) stack.push(...node.children.toReversed());
    else if ('value' in node) lines.push(node.value);
  }
  return lines.join('\n');
}

function rewrite(tree: Root, allowed: Allowed, redact: (text: string) => string): string {
  const pass: Pass = { allowed, redact, definitions: definitionsOf(tree) };
  return write({ type: 'root', children: inertBlocks(tree.children, pass, 0) });
}

function write(tree: Root): string {
  return toMarkdown(tree, style).trimEnd();
}

function definitionsOf(tree: Root): Map<string, Definition> {
  const definitions = tree.children.filter((node) => node.type === 'definition');
  return new Map(definitions.toReversed().map((definition) => [definition.identifier, definition]));
}

/**
 * The parser's time grows with the square and more of the marks in one paragraph, and of the container
 * marks in one line. These bounds are far above what people and models write.
 */
function isParsable(text: string): boolean {
  const lines = text.replace(LEADING_CODE, '').split('\n');
  const marks = lines.map(containers);
  if (lines.length > MAX_LINES || marks.some((count) => count > MAX_CONTAINERS)) return false;
  if (marks.reduce((sum, count) => sum + count, 0) > MAX_CONTAINERS * 100) return false;
  return lines
    .join('\n')
    .split(/\n[ \t]*\n/)
    .every(
      (chunk) =>
        tally(chunk, /[[\]]/g) <= MAX_BRACKETS &&
        tally(chunk, /[*_~<&!\\]/g) <= MAX_MARKS &&
        tally(chunk, /`/g) <= MAX_TICKS,
    );
}

function containers(line: string): number {
  return tally(/^[ \t>*+\-\d.)]{0,1000}/.exec(line)?.[0] ?? '', /[>*+)]|[-.](?=\s)/g);
}

function tally(text: string, mark: RegExp): number {
  return text.match(mark)?.length ?? 0;
}
