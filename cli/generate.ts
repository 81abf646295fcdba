// Writes everything that is generated from something else; part of `npm run fix`.
import { fileURLToPath } from 'node:url';
import { completeLock } from './complete-lock.ts';
import { writeDocs } from './write-docs.ts';
import { writePage } from './write-page.ts';
import './write-schema.ts';

const root = new URL('../', import.meta.url);
await writeDocs(root);
await writePage(root);
for (const lock of ['package-lock.json', 'test/mutation/package-lock.json']) {
  completeLock(fileURLToPath(new URL(lock, root)));
}
