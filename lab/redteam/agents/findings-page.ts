import type { ScenarioReport } from '../run-scenario.ts';
import { byExit, byLayer, type Tally } from './tables.ts';

/** A page of what was attacked and what became of it: one file without a script, which asks for nothing. */
export function findingsPage(total: string, reports: readonly ScenarioReport[]): string {
  const agents = [...new Set(reports.map(({ agent }) => agent))];
  const bad = reports.filter(({ hits, notRun }) => hits.length > 0 || notRun !== null);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>dispatch redteam</title>
<style>${STYLE}</style>
<main>
<h1>${bad.length === 0 ? 'Everything held' : 'Not everything held'}</h1>
<p>${inHtml(total)}</p>
${bad.length === 0 ? '' : `<h2>What did not hold, or did not run</h2>\n<ul>${bad.map(badItem).join('')}</ul>`}
<h2>By layer</h2>
${tallyTable('Layer', byLayer(reports))}
<h2>By exit</h2>
${tallyTable('Exit', byExit(reports))}
${agents.map((agent) => section(agent, reports)).join('\n')}
</main>
</html>
`;
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:62rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}th,td{padding:.2rem .8rem;border-bottom:1px solid #8886;text-align:left}td.n,th.n{text-align:right}.bad{font-weight:bold;color:#c22}`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

function badItem({ id, agent, hits, notRun }: ScenarioReport): string {
  const words = [
    ...hits.map(({ oracle, what }) => `${oracle}: ${what}`),
    ...(notRun === null ? [] : [notRun]),
  ];
  return `<li><strong>${inHtml(id)}</strong> on ${inHtml(agent ?? 'its own profile')}: ${inHtml(words.join('; '))}</li>`;
}

function tallyTable(title: string, tallies: readonly Tally[]): string {
  const rows = tallies.map(({ name, attacks, held, hits, notRun }) => [name, attacks, held, hits, notRun]);
  return htmlTable([title, 'Attacks', 'Held', 'Hits', 'Not run'], rows);
}

function section(agent: string | null, reports: readonly ScenarioReport[]): string {
  const rows = reports
    .filter((one) => one.agent === agent)
    .map(({ id, title, hits, notRun }) => [
      id,
      title,
      hits.length > 0 ? 'HIT' : notRun === null ? 'held' : 'not run',
    ]);
  const heading = agent === null ? 'With profiles of their own' : agent;
  return `<h2>${inHtml(heading)}</h2>\n${htmlTable(['Attack', 'What it is', 'Became'], rows)}`;
}

function htmlTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number) =>
    typeof value === 'number'
      ? `<td class="n">${value}</td>`
      : `<td${value === 'HIT' ? ' class="bad"' : ''}>${inHtml(value)}</td>`;
  const line = (row: readonly (string | number)[]) => `<tr>${row.map(cell).join('')}</tr>`;
  return `<table><tr>${head.map((one) => `<th>${inHtml(one)}</th>`).join('')}</tr>${rows.map(line).join('')}</table>`;
}
