import type { OutputSchema } from '../../config/output-schema.ts';
import type { RunVerdict } from '../../events/outcome.ts';
import { isRefusal, refuse, retold } from '../../refusal.ts';
import { readHostileJson } from '../hostile-json.ts';
import type { SpokenKind } from './kind.ts';

/** The agent's last message, where the profile's `output_schema` says what it has to be. */
export const structured = {
  name: 'structured',
  description: 'the answer as JSON that follows `output_schema`, and nothing else of what the agent writes',
} satisfies SpokenKind<'structured'>;

/** Deeper than a configuration can nest a schema. */
const DEEPEST = 16;

/**
 * What of a verdict may leave where answers have to follow a schema: the answer written anew, so that spaces, the
 * order of keys and ways to write a number carry nothing. A run that has none says only how it ended.
 */
export function structuredVerdict(verdict: RunVerdict, schema: OutputSchema): RunVerdict {
  const { outcome, cause, text } = verdict;
  if (outcome !== 'success') {
    const code = cause?.code ?? 'bug';
    const because = `The run ended as ${outcome} (${code}). What it said is not shown: answers of this agent are structured only.`;
    return {
      outcome,
      cause: retold({ code, because, remedy: cause?.remedy ?? 'Look at its log.' }),
      text: '',
    };
  }
  const answer = readHostileJson(/^```(?:json)?\n([^]*)\n```$/.exec(text)?.[1] ?? text, DEEPEST);
  const problem = isRefusal(answer) ? 'it is not JSON' : problemOf(answer, schema, 'it');
  if (problem === null) return { outcome, cause: null, text: JSON.stringify(inOrder(answer, schema)) };
  const because = `The agent's answer does not follow its \`output_schema\`: ${problem}.`;
  const remedy = 'Say in its prompt what the answer has to hold, or widen the schema.';
  return { outcome: 'failed', cause: refuse('answer-unstructured', because, remedy), text: '' };
}

/** What is wrong with a value, in words that hold nothing of it; null when nothing is. `at` is its place. */
function problemOf(value: unknown, schema: OutputSchema, at: string): string | null {
  switch (schema.type) {
    case 'object':
      return problemOfObject(value, schema, at);
    case 'array':
      if (!Array.isArray(value)) return `${at} is no list`;
      if (value.length > schema.maxItems) return `${at} has more than ${schema.maxItems} entries`;
      return first(value.map((item) => problemOf(item, schema.items, `${at}[]`)));
    case 'string':
      return typeof value === 'string' && isAllowed(value, schema) ? null : `${at} is no such text`;
    case 'integer':
      return Number.isSafeInteger(value) && Number(value) >= schema.minimum && Number(value) <= schema.maximum
        ? null
        : `${at} is no whole number from ${schema.minimum} to ${schema.maximum}`;
    case 'boolean':
      return typeof value === 'boolean' ? null : `${at} is neither true nor false`;
  }
}

function problemOfObject(value: unknown, schema: Extract<OutputSchema, { type: 'object' }>, at: string) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} is no object`;
  const names = Object.keys(schema.properties);
  if (Object.keys(value).some((name) => !names.includes(name))) return `${at} has a key that is not in it`;
  const missing = names.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${at} lacks ${missing}`;
  return first(names.map((name) => problemOf(valueOf(value, name), partOf(schema, name), `${at}.${name}`)));
}

function isAllowed(value: string, schema: Extract<OutputSchema, { type: 'string' }>): boolean {
  if ('enum' in schema) return schema.enum.includes(value);
  return value.isWellFormed() && Array.from(value).length <= schema.maxLength;
}

/** The value with the keys of its objects in the order of the schema; it has been checked. */
function inOrder(value: unknown, schema: OutputSchema): unknown {
  if (schema.type === 'array') return (value as unknown[]).map((item) => inOrder(item, schema.items));
  if (schema.type === 'integer') return Number(value) + 0;
  if (schema.type !== 'object') return value;
  const names = Object.keys(schema.properties);
  return Object.fromEntries(
    names.map((name) => [name, inOrder(valueOf(value as object, name), partOf(schema, name))]),
  );
}

function valueOf(value: object, name: string): unknown {
  return (value as Record<string, unknown>)[name];
}

function partOf(schema: Extract<OutputSchema, { type: 'object' }>, name: string): OutputSchema {
  return schema.properties[name] as OutputSchema;
}

function first(problems: readonly (string | null)[]): string | null {
  return problems.find((problem) => problem !== null) ?? null;
}
