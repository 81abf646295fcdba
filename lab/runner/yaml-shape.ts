import { parseDocument } from 'yaml';

import { unsupported, WorkflowProblem } from './workflow-problem.ts';

export type Mapping = Record<string, unknown>;

/** Reads YAML to plain values. Throws `WorkflowProblem` with the parser's line for a broken file. */
export function readYaml(text: string, file: string): Mapping {
  const document = parseDocument(text, { uniqueKeys: true });
  const first = document.errors[0];
  if (first) throw new WorkflowProblem(`${file}: ${first.message}`);
  return asMapping(document.toJS(), file);
}

/** The value as a mapping with text keys. Throws `WorkflowProblem` naming `where`. */
export function asMapping(value: unknown, where: string): Mapping {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WorkflowProblem(`${where} must be a mapping`);
  }
  return value as Mapping;
}

/** Refuses keys that are not in `supported`: nothing in a file is silently ignored. */
export function onlyKeys(mapping: Mapping, supported: readonly string[], where: string): void {
  for (const key of Object.keys(mapping)) if (!supported.includes(key)) throw unsupported(`'${key}'`, where);
}

/** A scalar as GitHub reads it where it wants text; null is the empty text. */
export function asText(value: unknown, where: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new WorkflowProblem(`${where} must be a text`);
}

/** The text under a key, or undefined when the key is absent. */
export function optionalText(mapping: Mapping, key: string, where: string): string | undefined {
  return key in mapping ? asText(mapping[key], `${where}.${key}`) : undefined;
}

/** A mapping of texts; absent is empty. */
export function asTexts(value: unknown, where: string): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  const entries = Object.entries(asMapping(value, where));
  return new Map(entries.map(([key, held]) => [key, asText(held, `${where}.${key}`)]));
}

/** A text or a list of texts as a list; absent is empty. */
export function asList(value: unknown, where: string): string[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((item) => asText(item, where));
}
