import type { z } from 'zod';
import { adviceFor } from './advice.ts';
import { badMcpName, mcpAdvice, mcpKeys } from './mcp-advice.ts';
import { isReserved } from './names.ts';
import { nearest } from './nearest.ts';
import { badOutput, outputEntry } from './outputs.ts';
import { outputSchemaAdvice } from './output-schema.ts';
import { badContext, contextEntry } from './context.ts';
import { WrittenFleet } from './fleet.ts';
import { WrittenGroup } from './group.ts';
import { finding, keyOf, shown, type Finding, type Path } from './problem.ts';
import { badTrigger, triggerEntry } from './triggers.ts';
import { Shared, WrittenAgent, WrittenConfig, WrittenRedact } from './written.ts';
import { WrittenCaps } from '../caps/caps.ts';
import { WrittenBudgets } from './written-budgets.ts';

/** More are not told anyway, and for each we look what may have been meant. */
const MOST_UNKNOWN = 20;

/** Puts a schema issue into words: what is wrong at which key, and what to write there. */
export function explain(issue: z.core.$ZodIssue, data: unknown): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const entry = outputEntry(path);
  if (entry !== null) return [badOutput(entry, valueAt(data, entry))];
  const part = contextEntry(path);
  if (part !== null) return [badContext(part)];
  const trigger = triggerEntry(path);
  const wrong = trigger === null ? null : badTrigger(trigger, valueAt(data, trigger));
  if (wrong !== null) return [wrong];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MOST_UNKNOWN).map((key) => unknownKey(path, key));
  if (issue.code === 'invalid_key') return [badName(path)];
  const field = fieldOf(path);
  const value = valueAt(data, path);
  const { wants, refused } = mcpAdvice(path) ?? outputSchemaAdvice(path) ?? adviceFor(field);
  const remedy = `Write ${wants}.`;
  if (path.length === 0)
    return [
      finding(
        path,
        `The file is ${tell(value)}.`,
        'Write `version: 1` and `agents:`; see docs/examples/dispatch.yml.',
      ),
    ];
  if (value === undefined)
    return [finding(path, `\`${field}\` is missing${owner(path)}.`, `Add it: ${wants}.`)];
  const why = refused?.(value);
  // What an `env` or `egress` line holds may be a secret, whatever it looks like.
  const named = path[0] === 'redact' ? keyOf(path) : field;
  const told = field === 'env' || field === 'egress' ? 'not empty' : tell(value);
  return [
    finding(
      path,
      `\`${named}\` ${typeof path.at(-1) === 'number' ? 'holds' : 'is'} ${told}${why ? `: ${why}` : ''}.`,
      remedy,
    ),
  ];
}

function tell(value: unknown): string {
  if (typeof value === 'string' && value.length > 40)
    return `${value.length} characters long or not what belongs there`;
  if (Array.isArray(value) && value.length === 0) return 'an empty list';
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) return 'empty';
  return typeof value === 'string' && value.trim() === '' ? 'empty' : shown(value);
}

/** ` for the agent \`reviewer\``, where the path leads into one, or into a group. */
function owner(path: Path): string {
  if (path.length <= 2 || (path[0] !== 'agents' && path[0] !== 'groups')) return '';
  return ` for the ${path[0] === 'agents' ? 'agent' : 'group'} ${shown(path[1])}`;
}

function unknownKey(path: Path, key: string): Finding {
  const keys = knownKeys(path);
  const near = nearest(key, keys);
  const elsewhere = path[0] === 'defaults' && Object.hasOwn(WrittenAgent.shape, key);
  const message = elsewhere
    ? `\`${key}\` describes one agent and has no place in \`defaults\`.`
    : `There is no key ${shown(key)} here${near === undefined ? '' : ` (did you mean \`${near}\`?)`}.`;
  const remedy = elsewhere
    ? 'Move it to the agents.'
    : near === undefined
      ? `Use ${keys.join(', ')}, or remove it.`
      : `Write \`${near}\`, or remove it.`;
  return finding([...path, key], message, remedy, 'key');
}

function knownKeys(path: Path): string[] {
  if (path.length === 0) return Object.keys(WrittenConfig.shape);
  if (path[0] === 'redact') return Object.keys(WrittenRedact.shape);
  if (path[0] === 'budgets') return Object.keys(WrittenBudgets.shape);
  if (path[0] === 'caps') return Object.keys(WrittenCaps.shape);
  if (path[0] === 'groups') return Object.keys(WrittenGroup.shape);
  if (path[2] === 'output_schema')
    return ['type', 'properties', 'items', 'maxItems', 'enum', 'maxLength', 'minimum', 'maximum'];
  if (path[2] === 'fleet') return Object.keys(WrittenFleet.shape);
  const mcp = mcpKeys(path);
  if (mcp !== undefined) return mcp;
  return Object.keys(path[0] === 'defaults' ? Shared.shape : WrittenAgent.shape);
}

function badName(path: Path): Finding {
  const name = String(path.at(-1));
  const mcp = badMcpName(path);
  if (mcp) return finding(path, `${shown(name)} cannot name ${mcp.what}.`, mcp.remedy, 'key');
  const kind = path[0] === 'groups' ? 'a group' : 'an agent';
  const why = isReserved(name)
    ? `\`${name}\` is a word of /dispatch itself and cannot name ${kind}.`
    : `${shown(name)} cannot name ${kind}.`;
  return finding(
    path,
    why,
    'Use lower-case ASCII letters, digits and hyphens, starting with a letter, at most 32 characters.',
    'key',
  );
}

/** The innermost key of a path, which is what the advice is listed under; the name of an agent or a group is not one. */
function fieldOf(path: Path): string {
  const names = path.filter((part) => typeof part === 'string');
  return (
    ((path[0] === 'agents' || path[0] === 'groups') && names.length === 2
      ? `${path[0]}.${names[1] ?? ''}`
      : names.at(-1)) ?? 'The file'
  );
}

/** The value at a path, or undefined. Only own properties count. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
