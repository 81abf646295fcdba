import { readHostPattern, type HostPattern } from '../egress/host.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import type { PolicyPlan } from './limits.ts';

/** One entry of `allowed_tools` or `disallowed_tools`: a tool, and what of it; `null` is all of it. */
export type ToolRule = { tool: string; pattern: string | null };

const RULE = /^([A-Za-z][\w-]*\*?)(?:\(([^]*)\))?$/;

/**
 * Reads one entry in the CLI's own syntax: `Read`, `Read(src/**)`, `Bash(git log *)`,
 * `WebFetch(domain:example.com)`, `mcp__server__tool`. Syntax only: what a pattern means is its tool's matter.
 */
export function parseToolRule(text: string): ToolRule | Refusal {
  const [, tool, pattern] = RULE.exec(text) ?? [];
  if (tool === undefined || (tool.endsWith('*') && !tool.startsWith('mcp__')))
    return refuse(
      'bad-tool-rule',
      `'${text}' is not a tool, nor a tool with a pattern.`,
      'Write it like Read, Read(src/**) or Bash(git log *).',
    );
  if (pattern === undefined) return { tool, pattern: null };
  if (pattern.trim() === '')
    return refuse(
      'empty-tool-rule',
      `'${text}' has an empty pattern: it would match nothing.`,
      `Write ${tool} for all of the tool, or name what of it.`,
    );
  return { tool, pattern };
}

const EVERYTHING: readonly string[] = ['*'];

/**
 * What the lists of a profile say of one tool, as patterns. `allowed_tools` speaks under `policy: allow_list` only;
 * under the other kinds all of the tool is allowed.
 */
export function listsOf(
  { policy, allowedTools, disallowedTools }: PolicyPlan,
  tool: string,
): { allow: readonly string[]; deny: readonly string[] } {
  return {
    allow: policy === 'allow_list' ? patternsOf(allowedTools, tool) : EVERYTHING,
    deny: patternsOf(disallowedTools, tool),
  };
}

/** A profile's lists stay what they are for a run, and are asked at every call. */
const read = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

const NONE: readonly string[] = [];

/**
 * What the entries say of one tool: their patterns, `*` for one that is about all of its calls. The entries are
 * read once: a list must not change after it was asked about.
 */
export function patternsOf(entries: readonly string[], tool: string): readonly string[] {
  return byTool(entries).get(tool) ?? NONE;
}

function byTool(entries: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = read.get(entries);
  if (known !== undefined) return known;
  const patterns = new Map<string, string[]>();
  for (const entry of entries) {
    const rule = parseToolRule(entry);
    if (isRefusal(rule)) continue;
    const ofTool = patterns.get(rule.tool);
    if (ofTool === undefined) patterns.set(rule.tool, [rule.pattern ?? '*']);
    else ofTool.push(rule.pattern ?? '*');
  }
  read.set(entries, patterns);
  return patterns;
}

/** The tool that an entry is about; null when it is no rule. */
export function toolOf(entry: string): string | null {
  const rule = parseToolRule(entry);
  return isRefusal(rule) ? null : rule.tool;
}

/** Whether any entry is about a tool. */
export function names(entries: readonly string[], tool: string): boolean {
  return byTool(entries).has(tool);
}

/** What is wrong with the pattern of a rule, for a tool whose patterns have a form of their own; else null. */
export function problemOfPattern({ tool, pattern }: ToolRule): Refusal | null {
  if (pattern === null) return null;
  if (tool === 'WebFetch' && typeof domainOf(pattern) === 'string')
    return refuse(
      'bad-tool-rule',
      `\`WebFetch(${pattern})\` names no host.`,
      'Write it like WebFetch(domain:docs.example.com), or WebFetch(domain:*.example.com) for the names directly below.',
    );
  if (tool === 'Agent')
    return refuse(
      'bad-tool-rule',
      `\`Agent(${pattern})\` is about a part of Agent, and there are no parts of it.`,
      'Write `Agent`: a sub-agent has the tools and limits of its parent.',
    );
  return null;
}

/** The host of `domain:HOST`, or a phrase that says what is wrong with it. */
export function domainOf(pattern: string): HostPattern | string {
  return pattern.startsWith('domain:')
    ? readHostPattern(pattern.slice('domain:'.length))
    : 'does not begin with domain:';
}
