import type { ConfigProblem } from '../config/problem.ts';
import type { AgentDiff } from '../profile/plan-diff.ts';
import type { DiffLine, Mark } from '../profile/diff-line.ts';
import { planDiffFigure, planDiffTables } from '../profile/plan-diff-text.ts';
import { code, joined, markdown, words, type Document } from '../redact/document.ts';
import type { Refusal } from '../refusal.ts';

/** What a pull request does to the configuration of agents. */
export type ConfigChange =
  | {
      kind: 'compared';
      diffs: readonly AgentDiff[];
      /** The two commits, in full. */
      from: string;
      to: string;
      /** The configuration that the pull request starts from is broken, so all of its agents count as new. */
      fromNothing: boolean;
    }
  /** Its own configuration cannot be used. */
  | { kind: 'broken'; problems: readonly ConfigProblem[] | Refusal; to: string };

/** So much of a change is shown. A stranger may propose a configuration with thousands of lines. */
const MOST = { lines: 120, characters: 12_000, problems: 10 };

/** The words of the one comment about it, to be gated for the sink `comment`. */
export function configComment(change: ConfigChange): Document {
  if (change.kind === 'broken') return broken(change.problems, change.to);
  return change.diffs.length === 0 ? takenBack() : compared(change);
}

/** The same without anything that strangers wrote, for when the gate keeps that back. */
export function configCommentWithheld(change: ConfigChange): Document {
  const figure =
    change.kind === 'compared' ? words`**${planDiffFigure(change.diffs)}**` : words`It is broken.`;
  return words`## ⚠️ This pull request changes the configuration of agents

${figure}

What exactly is not shown here: it holds something that looks like a hidden secret. Read the change of \`.github/dispatch.yml\` with care.`;
}

function compared({ diffs, from, to, fromNothing }: Extract<ConfigChange, { kind: 'compared' }>): Document {
  const { shown, left } = foremost(diffs);
  const start = fromNothing
    ? words`

The configuration before it cannot be read, so every agent is shown as a new one.`
    : joined([]);
  const rest =
    left === 0
      ? joined([])
      : words`

And ${left} more, not shown here; \`dispatch plan-diff ${from} ${to}\` shows all.`;
  return words`## ${heading(diffs)}

**${planDiffFigure(diffs)}**${start}

${markdown(planDiffTables(shown))}${rest}

Compared: \`.github/dispatch.yml\` and its prompt files at ${code(from.slice(0, 12))} and ${code(to.slice(0, 12))}. None of it holds before it is on the default branch.`;
}

function heading(diffs: readonly AgentDiff[]): Document {
  const marks = new Set(diffs.flatMap(({ lines }) => lines.map(({ mark }) => mark)));
  if (marks.has('expansion')) return words`⚠️ This pull request lets agents do more`;
  return marks.has('narrowing')
    ? words`This pull request lets agents do less`
    : words`This pull request changes agents, but not how much they may do`;
}

function takenBack(): Document {
  return words`## This pull request no longer changes what agents may do

An earlier state of it did; the history of this comment shows how.`;
}

function broken(problems: readonly ConfigProblem[] | Refusal, to: string): Document {
  const rows =
    'refused' in problems
      ? [
          words`- ${problems.because} ${problems.remedy}
`,
        ]
      : problemRows(problems);
  return words`## ❌ This pull request breaks the configuration of agents

Once it is merged like this, no agent can be started:

${joined(rows)}
Read at ${code(to.slice(0, 12))}. \`dispatch check\` shows the same before you push.`;
}

function problemRows(problems: readonly ConfigProblem[]): Document[] {
  const rows = problems.slice(0, MOST.problems).map(
    ({ file, line, column, message, remedy }) =>
      words`- ${code(`${file}:${line}:${column}`)} ${message} ${remedy}
`,
  );
  const left = problems.length - rows.length;
  const more = words`- and ${left} more
`;
  return left > 0 ? [...rows, more] : rows;
}

/** As much as has room, expansions of any agent before all else: nobody can bury one under a thousand changes. */
function foremost(diffs: readonly AgentDiff[]): { shown: AgentDiff[]; left: number } {
  const order: readonly Mark[] = ['expansion', 'narrowing', 'change'];
  const all = order.flatMap((mark) =>
    diffs.flatMap(({ lines }) => lines.filter((line) => line.mark === mark)),
  );
  const kept = new Set<DiffLine>();
  let characters = 0;
  for (const line of all) {
    if (kept.size === MOST.lines || characters + line.text.length > MOST.characters) continue;
    characters += line.text.length;
    kept.add(line);
  }
  const shown = diffs
    .map((diff) => ({ ...diff, lines: diff.lines.filter((line) => kept.has(line)) }))
    .filter(({ lines }) => lines.length > 0);
  return { shown, left: all.length - kept.size };
}
