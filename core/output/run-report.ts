import { contextLines } from '../context/words.ts';
import { code, joined, words, type Document } from '../redact/document.ts';
import { counted, dollars, duration } from './amounts.ts';
import { fleetList } from './fleet-words.ts';
import { keptWords } from './keep/kept-words.ts';
import type { Result } from './result.ts';

/**
 * What a run cost and what it did: what waits for a person, a line for everyone, details for those who want them.
 * `told`: kinds of outputs of which something else tells.
 */
export function runReport(result: Result, told: readonly string[] = []): Document {
  return joined([wantedCalls(result), words`---\n\n`, figures(result), details(result, told)]);
}

/** Open to the eye: these are questions to whoever reads them. */
function wantedCalls({ wanted }: Result): Document {
  if (wanted === undefined) return joined([]);
  const rows = wanted.calls.map(
    (call) => words`- ${code(call.tool)} ${code(short(call.input, LONGEST_WANTED))}
`,
  );
  return words`### Wanted, and kept for a person to decide

The agent's policy is \`require_approval\`, so none of these calls was made:

${joined([...rows, more(wanted.count - rows.length)])}
`;
}

/** Whoever decides on a call should see all of it. */
const LONGEST_WANTED = 400;

function figures(result: Result): Document {
  const facts = [
    ...(result.cost_usd === null ? [] : [words`${dollars(result.cost_usd)}`]),
    words`${duration(result.duration_ms)}`,
    ...(result.turns === null ? [] : [words`${counted(result.turns, 'turn')}`]),
    ...(result.model === null ? [] : [words`${code(result.model)}`]),
    words`${counted(result.calls.allowed, 'tool call')} allowed, **${result.calls.refused} refused**`,
    ...(result.wanted ? [words`**${result.wanted.count} kept for a person**`] : []),
    ...taint(result),
    ...connections(result),
    ...masks(result),
  ];
  return joined(facts.flatMap((fact, at) => (at === 0 ? [fact] : [words` · `, fact])));
}

/** A reader of the answer should know that strangers may have had a say in it. */
function taint({ tainted }: Result): Document[] {
  return tainted === undefined ? [] : [words`⚠️ The agent read text by strangers: ${tainted.join(', ')}`];
}

/** Whoever reads a mask should know that more of it may stand elsewhere, and which secret it was. */
function masks({ masked }: Result): Document[] {
  if (masked === undefined) return [];
  const all = masked.reduce((sum, { count }) => sum + count, 0);
  const kinds = masked.map(({ kind }) => kind).join(', ');
  return [words`**${counted(all, 'secret')} masked** (${kinds})`];
}

function connections({ connections: made }: Result): Document[] {
  if (made === undefined) return [];
  return [words`${counted(made.allowed, 'connection')}, **${made.refused} refused**`];
}

function details(result: Result, told: readonly string[]): Document {
  const parts = [
    fleetList(result.fleet),
    handedIn(result, told),
    refusedCalls(result),
    refusedHosts(result),
    allowedCalls(result),
    given(result),
    provenance(result),
  ];
  return words`

<details>
<summary>What the agent did, and what it was not allowed to do</summary>

${joined(parts)}</details>`;
}

/** What was handed in, by its kind: each has its own place to be shown in. */
function handedIn({ outputs = [], change, kept }: Result, told: readonly string[]): Document {
  const kinds = outputs.map(({ kind }) => kind).filter((kind) => !told.includes(kind));
  if (kinds.length === 0) return joined([]);
  return words`Handed in: ${kinds.join(', ')}.${kinds.includes('patch') ? changeWords(change) : words``}${kinds.includes('artifact') ? keptWords(kept) : words``}

`;
}

/** Where the change is, for those to whom nobody proposes it; or why there is none. */
function changeWords(change: Result['change']): Document {
  if (change === undefined) return words``;
  if (change.became === 'none') return words` ${change.because} ${change.remedy}`;
  return words` The change of ${counted(change.files.length, 'file')} to ${code(change.base.slice(0, 12))} is \`changes.patch\` in the run's artifact: \`git apply --index changes.patch\`.`;
}

function refusedCalls(result: Result): Document {
  if (result.calls.refused === 0)
    return words`No call was refused.

`;
  const rows = result.refused_calls.map(
    (call) => words`- ${code(call.tool)} ${code(short(call.input))}: ${call.because} (rule ${code(call.rule)})
`,
  );
  return joined([
    words`**Refused**

`,
    ...rows,
    more(result.calls.refused - rows.length),
    words`
`,
  ]);
}

function refusedHosts({ connections: made }: Result): Document {
  if (made === undefined || made.refused === 0) return joined([]);
  const rows = made.refused_hosts.map(
    ({ host, because }) => words`- ${code(short(host))}: ${because}
`,
  );
  return joined([
    words`**Hosts that were refused**

`,
    ...rows,
    words`
`,
  ]);
}

function allowedCalls(result: Result): Document {
  if (result.calls.allowed === 0)
    return words`No tool was used.

`;
  const rows = result.allowed_calls.map(
    (call) => words`- ${code(call.tool)} ${code(short(call.input))}
`,
  );
  return joined([
    words`**Allowed**

`,
    ...rows,
    more(result.calls.allowed - rows.length),
    words`
`,
  ]);
}

/** What the agent was given of its issue or pull request: whoever judges the answer should know what it did not see. */
function given({ context }: Result): Document {
  const lines = contextLines(context);
  return lines.length === 0
    ? joined([])
    : joined([
        ...lines.map(
          (line) => words`- ${line}
`,
        ),
        words`
`,
      ]);
}

function more(count: number): Document {
  return count > 0
    ? words`- and ${count} more, in \`audit.jsonl\` in the run's artifact
`
    : joined([]);
}

function provenance(result: Result): Document {
  const facts = [
    ...(result.audit_head === null ? [] : [words`audit log ends with ${code(result.audit_head)}`]),
    ...(result.cli_version === null ? [] : [words`Claude Code ${code(result.cli_version)}`]),
    ...(result.cage === null ? [] : [words`cage: ${code(result.cage)}`]),
  ];
  if (facts.length === 0) return joined([]);
  return joined([
    ...facts.flatMap((fact, at) => (at === 0 ? [fact] : [words` · `, fact])),
    words`

`,
  ]);
}

function short(input: string, most = 120): string {
  const line = input.replace(/\s+/g, ' ').trim();
  if (line === '') return '(nothing)';
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed()}…` : line;
}
