import { z } from 'zod';
import { canonicalJson, type Json } from '../../audit/canonical.ts';
import type { HandIn, KindLimits, OutputFacts, ServedKind } from './kind.ts';

/** A kind as those see it who know nothing of its limits and items. */
export type Served<Item> = {
  name: string;
  description: string;
  /** What a profile, or an operator, may write of its limits. */
  written: z.ZodObject;
  /** What each limit is, in a sentence. */
  told: Readonly<Record<string, string>>;
  /** Whether a profile has to write a limit of it. */
  needsLimits: boolean;
  /** The limits with what the profile left out. Throws for limits that were not read by `written`. */
  withDefaults: (written: object) => KindLimits;
  tool: (limits: KindLimits) => string;
  /** JSON Schema of a call's input. */
  schema: Readonly<Record<string, unknown>>;
  /** Why a call's input is none, in words for the agent; null when it is one. Never repeats a value. */
  misfit: (input: unknown) => string | null;
  accept: (input: unknown, limits: KindLimits, facts: OutputFacts) => HandIn<Item>;
  /** What is wrong with an item that somebody else says was accepted; null when it would be accepted here, too. */
  recheck: (item: unknown, limits: KindLimits, facts: OutputFacts) => string | null;
};

/** Closes a kind over its own types. */
export function served<Name extends string, Limits extends KindLimits, Input, Item extends { kind: Name }>(
  kind: ServedKind<Name, Limits, Input, Item>,
): Served<Item> {
  const optional = Object.fromEntries(Object.keys(kind.defaults).map((key) => [key, true as const]));
  const misfit = (input: unknown) => inputProblem(kind.input.safeParse(input));
  const accept: Served<Item>['accept'] = (input, limits, facts) => {
    const read = kind.input.safeParse(input);
    if (!read.success)
      return { kind: 'refused', words: `${inputProblem(read) ?? ''} Mend it and call again.` };
    return kind.accept(read.data, kind.limits.parse(limits), facts);
  };
  return {
    name: kind.name,
    description: kind.description,
    written: kind.limits.partial(optional),
    told: Object.fromEntries(
      Object.entries(kind.limits.shape).map(([key, limit]) => [
        key,
        z.globalRegistry.get(limit)?.description ?? '',
      ]),
    ),
    needsLimits: Object.keys(kind.limits.shape).some((key) => !Object.hasOwn(optional, key)),
    withDefaults: (written) => kind.limits.parse({ ...kind.defaults, ...written }),
    tool: (limits) => kind.tool(kind.limits.parse(limits)),
    schema: inputSchema(kind.input),
    misfit,
    accept,
    recheck(item, limits, facts) {
      const read = kind.item.safeParse(item);
      if (!read.success) return 'it is not in the agreed form';
      const given = kind.limits.parse(limits);
      const again = accept(kind.again(read.data), given, facts);
      if (again.kind !== 'accepted') return again.words;
      const { left_out: _places, ...rest } = read.data as Item & { left_out?: unknown };
      if (canonicalJson(rest as Json) !== canonicalJson(again.item))
        return 'it is not what its input would come to';
      return kind.alsoWrong?.(read.data, given) ?? null;
    },
  };
}

/** The shape of an input as JSON Schema. Patterns and `$schema` are ours to know: a model is told of shapes and lengths, and of the rest when it errs. */
export function inputSchema(input: z.ZodType): Record<string, unknown> {
  const { $schema: _draft, ...schema } = z.toJSONSchema(input, {
    // What a call has to hold: what has a default may be left out.
    io: 'input',
    override: ({ jsonSchema }) => void delete jsonSchema.pattern,
  });
  return schema;
}

/** What is wrong with an input, in words for the agent that never repeat a value; null when nothing is. */
export function inputProblem(read: z.ZodSafeParseResult<unknown>): string | null {
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
