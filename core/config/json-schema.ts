import { z } from 'zod';
import { WrittenConfig } from './written.ts';

/** Where the committed schema can be fetched; editors take it from the first line of a configuration. */
export const schemaUrl =
  'https://raw.githubusercontent.com/agent-dispatch/agent-dispatch/main/docs/dispatch.schema.json';

/**
 * The configuration's JSON Schema (draft 2020-12), so that editors complete and check it. It is generated
 * from the same zod schema that reads the file; what compares several keys is beyond it, except that an
 * agent has exactly one prompt.
 */
export function jsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(WrittenConfig, {
    override({ zodSchema, jsonSchema: node, path }) {
      const key = path.at(-1);
      if (path.at(-2) === 'properties' && typeof key === 'string') node.title ??= key;
      if (isAgent(zodSchema)) {
        node.title = 'agent';
        node.oneOf = ['system_prompt', 'system_prompt_file'].map((prompt) => ({
          required: [prompt],
          properties: { [prompt]: true },
        }));
      }
      if (key === 'agents' && node.type === 'object') node.minProperties = 1;
    },
  });
  return { ...schema, $id: schemaUrl, title: 'agent-dispatch configuration (.github/dispatch.yml)' };
}

function isAgent(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodObject && 'system_prompt' in schema.shape;
}

/** The text of docs/dispatch.schema.json. */
export function jsonSchemaText(): string {
  return `${JSON.stringify(jsonSchema(), null, 2)}\n`;
}
