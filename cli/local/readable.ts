/**
 * A comment's Markdown as a person reads it in a terminal: hidden markers gone, details opened,
 * Markdown's own escapes undone. For display only; what is posted is the gate's business.
 */
export function readable(markdown: string): string {
  return markdown
    .replace(/<!--.*?-->/gs, '')
    .replace(/<summary>(.*?)<\/summary>/gs, '▾ $1')
    .replace(/<\/?(details|sub|br|p)\b[^>]*>/g, '')
    .replace(/\*\*([^*\n]+)\*\*/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
