import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { truthy } from '@actions/expressions/result';

import { WorkflowProblem } from './workflow-problem.ts';

type Value = data.ExpressionData;

const STEP = ['github', 'needs', 'strategy', 'matrix', 'job', 'runner', 'env', 'vars', 'steps', 'inputs'];
const IN_ACTION = ['github', 'inputs', 'strategy', 'matrix', 'steps', 'job', 'runner', 'env'];
const BEFORE_JOB = ['github', 'needs', 'strategy', 'matrix', 'vars', 'inputs'];

/** Where an expression stands decides which contexts it may name: GitHub's own tables, by schema name. */
const PLACES = {
  'run-name': { contexts: ['github', 'inputs', 'vars'], status: false },
  'workflow env': { contexts: ['github', 'secrets', 'inputs', 'vars'], status: false },
  'job if': { contexts: ['github', 'needs', 'vars', 'inputs'], status: true },
  job: { contexts: BEFORE_JOB, status: false },
  'job env': { contexts: [...BEFORE_JOB, 'secrets'], status: false },
  'job defaults': { contexts: [...BEFORE_JOB, 'env'], status: false },
  'job output': { contexts: [...STEP, 'secrets'], status: false },
  step: { contexts: [...STEP, 'secrets'], status: false },
  'step if': { contexts: STEP, status: true },
  'action step': { contexts: IN_ACTION, status: false },
  'action step if': { contexts: IN_ACTION, status: true },
  'action output': { contexts: IN_ACTION, status: false },
  'input default': { contexts: ['github', 'strategy', 'matrix', 'job', 'runner'], status: false },
  literal: { contexts: [], status: false },
} satisfies Record<string, { contexts: string[]; status: boolean }>;

export type Place = keyof typeof PLACES;
export type Status = 'success' | 'failure' | 'cancelled';

/** What an expression is evaluated against. A context that is missing is null, as on GitHub. */
export type Scope = {
  values: Record<string, Value>;
  /** What success() and failure() answer about; `cancelled` is always the whole job's. */
  status: Status | 'skipped';
  cancelled: boolean;
};

const STATUS_FUNCTIONS = ['always', 'cancelled', 'failure', 'success'];

function functionsOf(place: Place, scope?: Scope) {
  const answers: Record<string, () => boolean> = {
    always: () => true,
    cancelled: () => scope?.cancelled === true,
    failure: () => scope?.status === 'failure',
    success: () => scope?.status === 'success',
  };
  const status = PLACES[place].status ? STATUS_FUNCTIONS : [];
  const known = status.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(answers[name]?.() === true),
  }));
  const hashFiles = {
    name: 'hashFiles',
    minArgs: 1,
    maxArgs: 255,
    call: (): Value => {
      throw new WorkflowProblem('the stand-in does not support hashFiles()');
    },
  };
  return [...known, hashFiles];
}

function parse(expression: string, place: Place) {
  try {
    const { tokens } = new Lexer(expression).lex();
    return new Parser(tokens, PLACES[place].contexts, functionsOf(place)).parse();
  } catch (error) {
    throw new WorkflowProblem(`\${{ ${expression.trim()} }} is not valid here: ${(error as Error).message}`);
  }
}

function evaluate(expression: string, place: Place, scope: Scope): Value {
  const tree = parse(expression, place);
  const context = new data.Dictionary();
  for (const name of PLACES[place].contexts) context.add(name, scope.values[name] ?? new data.Null());
  const functions = new Map(functionsOf(place, scope).map((known) => [known.name.toLowerCase(), known]));
  try {
    return new Evaluator(tree, context, functions).evaluate();
  } catch (error) {
    throw new WorkflowProblem(
      `\${{ ${expression.trim()} }} cannot be evaluated: ${(error as Error).message}`,
    );
  }
}

/** The pieces of a text: literal parts, and expressions found between `${{` and `}}` outside quotes. */
function pieces(text: string): ({ literal: string } | { expression: string })[] {
  const found: ({ literal: string } | { expression: string })[] = [];
  let from = 0;
  for (let open = text.indexOf('${{'); open >= 0; open = text.indexOf('${{', from)) {
    const close = closing(text, open + 3);
    if (close < 0) throw new WorkflowProblem(`an expression is not closed: '\${{' without '}}' in "${text}"`);
    if (open > from) found.push({ literal: text.slice(from, open) });
    found.push({ expression: text.slice(open + 3, close) });
    from = close + 2;
  }
  if (from < text.length) found.push({ literal: text.slice(from) });
  return found;
}

function closing(text: string, from: number): number {
  let quoted = false;
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === "'") quoted = !quoted;
    else if (!quoted && text.startsWith('}}', index)) return index;
  }
  return -1;
}

/** Evaluates a text with `${{ }}` in it to a string, as GitHub does. Throws `WorkflowProblem`. */
export function evaluateText(text: string, place: Place, scope: Scope): string {
  return pieces(text)
    .map((piece) =>
      'literal' in piece ? piece.literal : evaluate(piece.expression, place, scope).coerceString(),
    )
    .join('');
}

/** Checks a text without evaluating it, as GitHub does when it reads the file. Throws `WorkflowProblem`. */
export function checkText(text: string, place: Place): void {
  for (const piece of pieces(text)) if ('expression' in piece) parse(piece.expression, place);
}

function conditionExpression(text: string): string {
  const found = pieces(text.trim());
  const only = found[0];
  if (found.length === 1 && only && 'expression' in only) return only.expression;
  if (found.some((piece) => 'expression' in piece)) {
    throw new WorkflowProblem(`if: "${text}" mixes text and \${{ }}, which on GitHub is always true`);
  }
  return text;
}

/** Checks an `if:` without evaluating it. Throws `WorkflowProblem`. */
export function checkCondition(text: string, place: Place): void {
  const expression = conditionExpression(text);
  if (expression.trim() !== '') parse(expression, place);
}

/** Evaluates an `if:`. Without a status function in it, `success()` is required too. */
export function evaluateCondition(text: string | undefined, place: Place, scope: Scope): boolean {
  const expression = conditionExpression(text ?? '');
  if (expression.trim() === '') return scope.status === 'success';
  const { tokens } = new Lexer(expression).lex();
  const asksStatus = tokens.some(
    (token, index) =>
      STATUS_FUNCTIONS.includes(token.lexeme.toLowerCase()) && tokens[index + 1]?.lexeme === '(',
  );
  if (!asksStatus && scope.status !== 'success') return false;
  return truthy(evaluate(expression, place, scope));
}

/** A JSON value, a Map of strings or an expression value, as an expression value. */
export function toData(value: unknown): Value {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return new data.Dictionary(...entries.map(([key, held]) => ({ key: String(key), value: toData(held) })));
}
