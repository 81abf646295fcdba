import { joined, token, words, type Document } from '../redact/document.ts';
import { duration } from './amounts.ts';
import { MOST_DRAWN, type CallTime, type CallTimes } from './call-times.ts';

/** A call is drawn at least this part of the whole time wide, so that it can be seen. */
const NARROWEST = 1 / 200;

/** When the agent called which tool: drawn where there are few calls, else a table by tool. Nothing where there are none. */
export function timeline(times: CallTimes): Document {
  if (times.count === 0) return joined([]);
  return times.count <= MOST_DRAWN ? drawn(times.first) : table(times);
}

/**
 * A Mermaid chart. What stands in it besides our own words are numbers, and names of tools of which only letters,
 * digits, `-` and `_` are left: nothing in them ends a label, begins a directive or is markup. A label starts with a
 * number of ours, so that no name is taken for a keyword.
 */
function drawn(calls: readonly CallTime[]): Document {
  const all = Math.max(1, ...calls.map(({ atMs, tookMs }) => atMs + (tookMs ?? 0)));
  const rows = calls.map((call, at) => row(call, at + 1, Math.ceil(all * NARROWEST)));
  return words`
\`\`\`mermaid
gantt
  title Calls of the agent, in seconds after its start
  dateFormat x
  axisFormat %s
${joined(rows)}\`\`\`

`;
}

function row({ tool, isAllowed, atMs, tookMs }: CallTime, number: number, least: number): Document {
  const [from, to] = [atMs, atMs + Math.max(tookMs ?? 0, least)].map((ms) => token(String(Math.round(ms))));
  const name = token(tool.slice(0, LONGEST_NAME));
  return isAllowed
    ? words`  ${token(String(number))} ${name} :${from ?? ''}, ${to ?? ''}
`
    : words`  ${token(String(number))} ${name} not made :crit, ${from ?? ''}, ${to ?? ''}
`;
}

const LONGEST_NAME = 60;

function table({ tools }: CallTimes): Document {
  const rows = [...tools].map(
    ([
      tool,
      { allowed, refused, tookMs },
    ]) => words`| \`${token(tool.slice(0, LONGEST_NAME))}\` | ${allowed} | ${refused} | ${duration(tookMs)} |
`,
  );
  return words`
| Tool | Made | Not made | Time in all |
| --- | ---: | ---: | ---: |
${joined(rows)}
`;
}
