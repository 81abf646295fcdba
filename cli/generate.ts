// Writes everything that is generated from something else; part of `npm run fix`.
import { writeDocs } from './write-docs.ts';
import './write-schema.ts';

const root = new URL('../', import.meta.url);
await writeDocs(root);
