import { valueAt } from './explain.ts';
import { declaredMcpTools } from './mcp-checks.ts';
import { builtIn } from './merge.ts';
import { presetNames, presets } from './presets.ts';
import type { Path } from './problem.ts';

/** The names of the tools that an agent has in the end, read from what is written. */
export function writtenTools(data: unknown, path: Path): readonly unknown[] {
  const own = (key: string) => valueAt(data, [...path, key]);
  const inherited = (key: string) => own(key) ?? valueAt(data, ['defaults', key]);
  const preset = presetTools(inherited('preset'));
  // A preset that the agent names itself stands above `defaults`.
  const tools =
    asList(own('tools')) ??
    (own('preset') === undefined ? asList(valueAt(data, ['defaults', 'tools'])) : undefined) ??
    preset ??
    builtIn.tools;
  const withheld = asList(inherited('disallowed_tools')) ?? [];
  const added = [...(asList(inherited('add_tools')) ?? []), ...declaredMcpTools(data, path)];
  return [...tools, ...added].filter((tool) => !withheld.includes(tool));
}

/** The tools of a preset; undefined for a name that is none. */
export function presetTools(name: unknown): readonly string[] | undefined {
  const known = presetNames.find((one) => one === name);
  return known === undefined ? undefined : presets[known].tools;
}

/** A value that is a list. */
export function asList(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? (value as unknown[]) : undefined;
}

/** What a list should hold: a text as it is, and nothing for a mapping or list in the place of one. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
