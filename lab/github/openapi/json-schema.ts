/** What documents an API but decides nothing about whether a value is valid. */
const COMMENTARY = new Set([
  'description',
  'example',
  'examples',
  'summary',
  'title',
  'externalDocs',
  'deprecated',
  'readOnly',
  'writeOnly',
  'discriminator',
  'xml',
]);

type Json = Record<string, unknown>;

/**
 * Turns an OpenAPI 3.0 schema into a JSON Schema: `nullable` becomes a type of its own, references
 * point at `#/schemas`, and commentary goes.
 */
export function jsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const source = schema as Json;
  if (typeof source['$ref'] === 'string') return { $ref: reference(source['$ref']) };
  const result: Json = {};
  for (const [key, value] of Object.entries(source)) {
    if (COMMENTARY.has(key) || key.startsWith('x-') || key === 'nullable') continue;
    // Property names are names, not keywords: a property may well be called "description".
    result[key] = key === 'properties' ? properties(value as Json) : convert(key, value);
  }
  return source['nullable'] === true ? orNull(result) : result;
}

/** Values that are data, not schemas, stay as they are. */
function convert(key: string, value: unknown): unknown {
  return key === 'enum' || key === 'default' || key === 'required' ? value : jsonSchema(value);
}

function properties(value: Json): Json {
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, jsonSchema(schema)]));
}

function reference(ref: string): string {
  return ref.replace('#/components/schemas/', '#/schemas/');
}

function orNull(schema: Json): Json {
  if (typeof schema['type'] !== 'string') return { anyOf: [schema, { type: 'null' }] };
  const withNull: Json = { ...schema, type: [schema['type'], 'null'] };
  const values = schema['enum'];
  if (Array.isArray(values) && !values.includes(null)) withNull['enum'] = [...values, null];
  return withNull;
}
