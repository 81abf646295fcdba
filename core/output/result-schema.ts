import { z } from 'zod';
import { Result } from './result.ts';

/** Where the committed schema can be fetched. It names the version of the results that it is about. */
export const resultSchemaUrl =
  'https://raw.githubusercontent.com/agent-dispatch/agent-dispatch/main/docs/result.schema.json';

/**
 * The JSON Schema (draft 2020-12) of `result.json`, made of the schema that reads it, for programs that work with
 * results. What the reader asks beyond it: at most 1 MiB, no key twice, and only characters of Unicode.
 */
export function resultSchema(): Record<string, unknown> {
  const { version } = Result.shape;
  const title = `result.json of agent-dispatch, version ${version.value}`;
  return { ...z.toJSONSchema(Result), $id: resultSchemaUrl, title };
}

/** The text of docs/result.schema.json. */
export function resultSchemaText(): string {
  return `${JSON.stringify(resultSchema(), null, 2)}\n`;
}
