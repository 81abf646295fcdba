import { parseDocument } from 'yaml';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { Operator } from './operator.ts';

/** Characters of an operator's limits: a few lines. */
const LONGEST = 20_000;

/**
 * Reads the operator's limits from YAML (or JSON, which is YAML). Empty text means no limits; anything that cannot be
 * read is refused, because a limit that is misread is none. `where` names the input or file for people.
 */
export function readOperator(text: string, where: string): Operator | Refusal {
  if (text.trim() === '') return {};
  if (text.length > LONGEST) return unreadable(where, `it has more than ${LONGEST} characters`);
  const document = parseDocument(text, { schema: 'core', uniqueKeys: true });
  const [error] = document.errors;
  if (error) return unreadable(where, error.message.replace(/\n.*/s, ''));
  const read = Operator.safeParse(toPlain(document));
  if (read.success) return read.data;
  const [first] = read.error.issues.map(told);
  return unreadable(where, `${first}`);
}

/** The same for a workflow step, which knows of no other run: a limit that nobody keeps must not look as if it held. */
export function readStepOperator(text: string, where: string): Operator | Refusal {
  const operator = readOperator(text, where);
  if (isRefusal(operator) || operator.budgets === undefined) return operator;
  return refuse(
    'operator-bad',
    `${where} holds \`budgets\`, which only the app can keep: a workflow step knows of no other run.`,
    'Remove it here, and write it into the file that DISPATCH_OPERATOR_FILE names for the app.',
  );
}

type Issue = NonNullable<ReturnType<typeof Operator.safeParse>['error']>['issues'][number];

function told(issue: Issue): string {
  const key = 'keys' in issue ? issue.keys.join(', ') : issue.path.join('.') || 'the whole';
  return `${key}: ${issue.message}`;
}

function toPlain(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return null;
  }
}

function unreadable(where: string, why: string): Refusal {
  return refuse(
    'operator-bad',
    `${where} cannot be read: ${why}.`,
    'Write a mapping with some of models, max_budget_usd, hosts, forbidden_tools, outputs, on_shape, budgets, caps and approval_minutes, for example `max_budget_usd: 2`.',
  );
}
