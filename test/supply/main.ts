import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkDependencies } from './dependencies.ts';
import { judgeLicences, licenceList } from './licences.ts';
import { lint, linters } from './linters.ts';
import { readLock, readManifest } from './lock-file.ts';
import { lastWords, runNpm } from './program.ts';
import { judgeSbom, productionSbom, type Sbom } from './sbom.ts';
import { judgeSignatures } from './signatures.ts';
import { summary } from './summary.ts';
import { unchecked, type Verdict } from './verdict.ts';

const HELP = `npm run supply [-- --strict]

Checks what we build on: dependencies and their reasons, licences, the bill of materials, npm's signatures, and what
zizmor, actionlint and gitleaks say. The list of licences and the bill are written to .cache/supply.

  --strict   what could not be checked here counts as failed, too
`;

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = join(root, '.cache/supply');

const CHECKS: Record<string, () => Verdict | Promise<Verdict>> = {
  dependencies: () => checkDependencies(root),
  licences() {
    writeFileSync(join(out, 'licences.txt'), licenceList(readLock(root)));
    return judgeLicences(readLock(root));
  },
  sbom: billOfMaterials,
  signatures: async () => judgeSignatures(await runNpm(['audit', 'signatures', '--json'], root)),
  ...Object.fromEntries(linters.map((linter) => [linter.name, () => lint(linter, root)])),
};

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  let asked;
  try {
    asked = parseArgs({ args, options: { strict: { type: 'boolean', default: false } } });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  mkdirSync(out, { recursive: true });
  const verdicts = new Map<string, Verdict>();
  for (const [name, check] of Object.entries(CHECKS)) verdicts.set(name, await check());
  const { lines, code } = summary(verdicts, asked.values.strict);
  process.stdout.write(`${lines.join('\n')}\n`);
  return code;
}

async function billOfMaterials(): Promise<Verdict> {
  const ended = await runNpm(['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], root);
  if (ended.code !== 0) return unchecked(`npm made no bill (npm 10 or newer does): ${lastWords(ended)}`);
  const lock = readLock(root);
  const bill = productionSbom(JSON.parse(ended.out) as Sbom, lock, readManifest(root).name);
  writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  return judgeSbom(bill, lock);
}
