import { writeFileSync } from 'node:fs';
import { jsonSchemaText } from '../core/config/json-schema.ts';
import { resultSchemaText } from '../core/output/result-schema.ts';
import { scenarioSchemaText } from '../lab/redteam/json-schema.ts';

// Run after a change of one of the schemas; tests compare the committed files with the code.
writeFileSync(new URL('../docs/dispatch.schema.json', import.meta.url), jsonSchemaText());
writeFileSync(new URL('../docs/result.schema.json', import.meta.url), resultSchemaText());
writeFileSync(new URL('../docs/redteam.schema.json', import.meta.url), scenarioSchemaText());
