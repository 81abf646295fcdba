import { jsonSchemaText } from '../../core/config/json-schema.ts';
import { resultSchemaText } from '../../core/output/result-schema.ts';
import { scenarioSchemaText } from '../../lab/redteam/json-schema.ts';
import type { GeneratedFile } from './generated-file.ts';

/** The JSON Schemas that editors and other programs read. */
export function schemas(): GeneratedFile[] {
  return [
    { path: 'docs/dispatch.schema.json', text: jsonSchemaText() },
    { path: 'docs/result.schema.json', text: resultSchemaText() },
    { path: 'docs/redteam.schema.json', text: scenarioSchemaText() },
  ];
}
