import { writeFileSync } from 'node:fs';
import { jsonSchemaText } from '../core/config/json-schema.ts';

// Run after a change of the configuration's schema; a test compares the committed file with the code.
writeFileSync(new URL('../docs/dispatch.schema.json', import.meta.url), jsonSchemaText());
