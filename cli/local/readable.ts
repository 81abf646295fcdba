/**
 * A comment's Markdown as a person reads it in a terminal: hidden markers gone, details opened, tables
 * aligned, Markdown's own escapes undone (not inside code, where a backslash is a backslash). For display
 * only; what is posted is the gate's business.
 */
export function readable(markdown: string): string {
  const plain = markdown
    .replace(/<!--.*?-->/gs, '')
    .replace(/<summary>(.*?)<\/summary>/gs, '▾ $1')
    .replace(/<\/?(details|sub|br|p)\b[^>]*>/g, '')
    .replace(/\*\*([^*\n]+)\*\*/g, '$1')
    .replace(
      /(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\\([!-/:-@[-`{-~])/gs,
      (whole, _, escaped?: string) => escaped ?? whole,
    )
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return plain.replace(/(?:^\|.*\|(?:\n|$))+/gm, alignTable).trimEnd();
}

function alignTable(table: string): string {
  const rows = table
    .trimEnd()
    .split('\n')
    .map(cellsOf)
    .filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const aligned = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${aligned(row).trimEnd()}\n`).join('');
}

function cellsOf(row: string): string[] {
  return row
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}
