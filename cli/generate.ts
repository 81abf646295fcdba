// Writes every file that is made of others: a part of `npm run fix`. With `--check`, a part of `npm run check`,
// it writes nothing and names those that are not what they are made of.
import { fileURLToPath } from 'node:url';
import { completeLock } from './generated/complete-lock.ts';
import { generatedFiles, staleFiles, writeFiles } from './generated/files.ts';

const root = new URL('../', import.meta.url);
const files = await generatedFiles(root);
if (process.argv[2] === '--check') {
  const stale = await staleFiles(root, files);
  for (const path of stale) {
    process.stderr.write(`${path} is not what it is made of. Run \`npm run fix\` and commit it.\n`);
  }
  process.stdout.write(`${files.length} generated files, ${stale.length} stale\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  await writeFiles(root, files);
  for (const lock of ['package-lock.json', 'test/mutation/package-lock.json']) {
    completeLock(fileURLToPath(new URL(lock, root)));
  }
}
