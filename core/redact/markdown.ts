import type { Root } from 'mdast';
import { withoutClosings } from './closing-words.ts';
import { withoutHidden } from './hidden.ts';
import { codeBlock, inertBlocks } from './inert-blocks.ts';
import { gatheringPass, noMemory, type InertMemory } from './inert-memory.ts';
import { plainPass, shown, type Pass } from './inert-phrasing.ts';
import type { Allowed } from './inert-text.ts';
import { parseMarkdown as parsed, type Phrases } from './markdown-tree.ts';
import { isProven } from './prove.ts';
import { writeMarkdown } from './write-markdown.ts';

const MAX_PASSES = 5;
const MAX_LINES = 6000;
const MAX_CONTAINERS = 40;
const MAX_BRACKETS = 800;
const MAX_MARKS = 1500;
const MAX_TICKS = 3000;

/** A code block that starts a text is read line by line; it is also what we make of what cannot be parsed. */
const LEADING_CODE = /^(`{3,})text\n[\s\S]*?\n\1`*(?=\n|$)/;

/**
 * Markdown by a stranger, rewritten from an allow-listed tree until writing it again changes nothing:
 * what was judged is what is read. Where that cannot be shown, the whole text comes as a code block.
 * `redact` masks secrets in the text of the tree, where Markdown's escapes no longer hide them; it is not asked about
 * each when nothing `shows` in all of them.
 */
export function inertMarkdown(
  source: string,
  allowed: Allowed,
  redact: Pass['redact'],
  shows: (text: string) => boolean = () => true,
): string {
  const plain = withoutHidden(source);
  const pass = plainPass(allowed, redact);
  const memory = noMemory();
  return (
    settled(plain, (tree) => rewrite(tree, pass, shows, memory), allowed) ??
    writeMarkdown(plain.trim() === '' ? [] : [codeBlock(plain, 'text', { redact })])
  );
}

function settled(plain: string, rewritten: (tree: Root) => string, allowed: Allowed): string | null {
  let current = plain;
  const phrases: Phrases = new Map();
  try {
    for (let pass = 0; pass < MAX_PASSES && isParsable(current); pass++) {
      const tree = parseMarkdown(current, phrases);
      const next = rewritten(tree);
      if (next === current && isProven(tree, allowed)) return next;
      current = next;
    }
  } catch {
    // Nested beyond what the parser's stack holds; the code block shows it as it is.
  }
  return null;
}

let last: { readonly text: string; readonly tree: Root; readonly phrases: Phrases } | null = null;

/**
 * The tree of a GitHub comment, which nobody may change: the last one is kept until it is rendered, since what is
 * rendered is mostly what was just proven, and parsing is most of what a comment costs.
 */
export function parseMarkdown(text: string, phrases: Phrases = new Map()): Root {
  if (last?.text !== text) {
    last = { text, tree: parsed(text, phrases), phrases };
  }
  return last.tree;
}

/** The words a reader sees, block by block, one line each. */
export function renderedText(text: string): string {
  const lines: string[] = [];
  // What was just proven is most of it where more was put around it, too.
  const stack: Array<Root | Root['children'][number]> = [parseMarkdown(text, last?.phrases)];
  last = null;
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
      lines.push(shown(node.children));
    } else if ('children' in node) stack.push(...node.children.toReversed());
    else if ('value' in node) lines.push(node.value);
  }
  return lines.join('\n');
}

/** Parts two texts so that nothing that is searched for reaches from one into the other. */
const APART = '\n\u0000\n';

function rewrite(tree: Root, pass: Pass, shows: (text: string) => boolean, memory: InertMemory): string {
  const texts: string[] = [];
  const blocks = inertBlocks(tree.children, gatheringPass(pass, texts, memory), 0);
  const made = shows(texts.join(APART)) ? inertBlocks(tree.children, pass, 0) : blocks;
  // Where no host is allowed, there are no links to issues.
  return writeMarkdown(pass.allowed.hosts.size === 0 ? made : withoutClosings(made));
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
