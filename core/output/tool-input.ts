import { z } from 'zod';

/**
 * The JSON Schema of a tool's input as a model is told it. Patterns and `$schema` are ours to know: it is told of
 * shapes and lengths, and of the rest when it errs.
 */
export function toolSchema(input: z.ZodType): Record<string, unknown> {
  const { $schema: _draft, ...schema } = z.toJSONSchema(input, {
    override: ({ jsonSchema }) => void delete jsonSchema.pattern,
  });
  return schema;
}

/** Why an input of a tool is none, in words for the agent that repeat no value of it; null when it is one. */
export function misfitWords(read: z.ZodSafeParseResult<unknown>): string | null {
  if (read.success) return null;
  const [issue] = read.error.issues;
  const more = read.error.issues.length > 1 ? ` (and ${read.error.issues.length - 1} more)` : '';
  return `The input does not fit: ${issue === undefined ? 'it cannot be read' : wordsOf(issue)}${more}.`;
}

/** What is wrong at which place. Names of fields are repeated only where they are ours. */
function wordsOf(issue: z.core.$ZodIssue): string {
  const at = issue.path.map(String).join('.') || 'the top';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${at} has a field that it does not take`;
    case 'invalid_type':
      return `${at} is missing or no ${issue.expected}`;
    case 'too_big':
      return `${at} is more than ${String(issue.maximum)}`;
    case 'too_small':
      return `${at} is less than ${String(issue.minimum)}`;
    case 'invalid_value':
      return `${at} is none of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `${at} is empty, or holds what such a text may not hold`;
    default:
      return `${at} ${issue.message}`;
  }
}
