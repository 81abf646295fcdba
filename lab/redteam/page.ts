import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { Observed } from './observed.ts';
import { WRITER } from './world.ts';

/** A posted text as GitHub shows it, without what is our own in it. */
export type Page = {
  /** The Markdown itself, as bots read it. */
  source: string;
  html: string;
  /** The words of the page outside of code, where GitHub looks for names and numbers. */
  words: string;
};

/**
 * Renders what was posted, raw HTML included, as a deliberately simple reader would. Our own frame (the line that
 * says who asked, the details, the chart of the calls, the marker on the last line) is taken out once: a second one is not ours.
 */
export function pageOf(markdown: string, { server }: Pick<Observed, 'server'>): Page {
  const source = withoutFrame(markdown, server);
  // A dollar sign that is written as one begins no formula.
  const html = micromark(source.replaceAll('\\$', '␂'), {
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
  });
  const words = html
    .replace(/<code[^>]*>[\s\S]*?<\/code>/g, '␀')
    .replace(/<[^>]*>/g, '␁')
    .replace(/&(?:amp|lt|gt|quot);/g, '&');
  return { source, html, words };
}

const DETAILS = '<details>\n<summary>What the agent did, and what it was not allowed to do</summary>';
/** The chart of a summary as we draw it: names of tools and numbers, none of which can be more than that. */
const CHART =
  /\n```mermaid\ngantt\n {2}title Calls of the agent, in seconds after its start\n {2}dateFormat x\n {2}axisFormat %s\n(?: {2}\d+ [\w-]+(?: not made)? :(?:crit, )?\d+, \d+\n)*```\n/;
const MARKER = /\n<!-- agent-dispatch job=[0-9a-f]{32}(?: mac=[0-9a-f]{32})? -->\s*$/;

function withoutFrame(markdown: string, server: string): string {
  const run = /^(## [^\n]*\n\n)Asked by @([A-Za-z0-9-]+) · \[workflow run\]\((\S+)\)\n/u;
  const framed = markdown
    .replace(MARKER, '\n')
    .replace(CHART, '\n')
    .replace(run, (whole, heading: string, actor: string, url: string) =>
      actor === WRITER && url.startsWith(`${server}/`) ? heading : whole,
    );
  // Ours come last: what an agent writes stands before them.
  return withoutLast(withoutLast(framed, '</details>'), DETAILS);
}

function withoutLast(text: string, part: string): string {
  const at = text.lastIndexOf(part);
  return at < 0 ? text : text.slice(0, at) + text.slice(at + part.length);
}
