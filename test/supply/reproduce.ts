import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildElsewhere, differences, digests, filesOf } from './two-builds.ts';

const HELP = `npm run reproduce

Builds twice, in two folders with other names, time zones, languages and umasks, and compares every byte of what
comes out: dist/, which the action runs, and build/, which an installed dispatch runs. Exit 1 when they differ.
The digests are written to .cache/SHA256SUMS, in the format that sha256sum --check reads.
`;

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(`'${args[0]}' is unknown: this command takes no options.\n\n${HELP}`);
    return 2;
  }
  const root = fileURLToPath(new URL('../../', import.meta.url));
  mkdirSync(join(root, '.cache'), { recursive: true });
  const place = mkdtempSync(join(root, '.cache/twice-'));
  try {
    const [one, other] = [join(place, 'one'), join(place, 'further/away/from/it')];
    await buildElsewhere(root, { folder: one, timeZone: 'UTC', locale: 'C', umask: '022' });
    await buildElsewhere(root, {
      folder: other,
      timeZone: 'Pacific/Kiritimati',
      locale: 'tr_TR.UTF-8',
      umask: '077',
    });
    const found = differences(one, other);
    for (const line of found) process.stdout.write(`${line}\n`);
    writeFileSync(join(root, '.cache/SHA256SUMS'), `${digests(one).join('\n')}\n`);
    for (const line of digests(one).filter((digest) => /\sdist\/\w+\.js$/.test(digest)))
      process.stdout.write(`${line}\n`);
    process.stdout.write(`${filesOf(one).length} files built twice: ${found.length} differ\n`);
    return found.length === 0 && filesOf(one).length > 0 ? 0 : 1;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
