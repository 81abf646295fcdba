import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { counted } from '../../core/output/amounts.ts';
import { isWithheld } from '../../core/redact/gate.ts';
import type { IndexPage, RunPage } from '../../core/report/page-data.ts';
import { writeArtifact, type ReportFile } from '../../edge/files/artifact-folder.ts';
import { orWhy } from '../or-why.ts';
import { namedSecrets, NAMES } from '../redact/named-secrets.ts';
import { makeReport } from '../../edge/report/make-report.ts';
import { openInBrowser } from '../report/open-in-browser.ts';
import { readIndex } from '../report/read-index.ts';
import { isRunFolder, readRun } from '../report/read-run.ts';
import { told } from '../told.ts';

const HELP = `dispatch report RUN_DIR [--out FOLDER] [--open]
dispatch report --index DIR [--out FOLDER] [--open]

Makes one page of what a run left behind (result.json and audit.jsonl, in the artifact of the run): how it ended and
why, every call with its verdict, spend over time, files, connections, what the gate changed, and the record with a
button that checks its chain. The page is one file, asks for nothing from any network and works offline.

  --index DIR    a page about all the runs below DIR instead: spend per agent and day, refusals per rule, the slowest
                 and the dearest runs. It links to the runs' own pages where they were made before
  --out FOLDER   where to put report.html or index.html (default: into RUN_DIR or DIR)
  --open         open it in the browser
  ${NAMES}=A,B   a variable: the names of the variables whose values must not be in the page

Example, with the unpacked artifact of a run:
  dispatch report agent-dispatch --open

Exit codes: 0 the page is there; 1 there is no run, or the page cannot be written; 2 the command line was not
understood; 3 the page is withheld: it would hold a secret in a disguised form.
`;

/** `dispatch report`: what runs left behind, as a page for people. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string')
    return told(`dispatch report: ${asked}. 'dispatch report --help' explains it.`, 2);
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const named = namedSecrets(process.env);
  if (typeof named === 'string') return told(named, 2);
  for (const warning of named.warnings) process.stderr.write(`dispatch report: ${warning}\n`);
  const problem = missing(asked);
  if (problem !== null) return told(`dispatch report: ${problem}`, 1);
  const data = asked.many ? await readIndex(asked.folder) : await readRun(asked.folder);
  const made = makeReport(data, named.known);
  if (isWithheld(made))
    return told(`dispatch report: the page is withheld: ${made.because} (${made.kinds.join(', ')})`, 3);
  const name: ReportFile = asked.many ? 'index.html' : 'report.html';
  const path = resolve(asked.out, name);
  const unwritten = await writeArtifact(asked.out, name, made.html).then(
    () => null,
    (error: unknown) => String(error),
  );
  if (unwritten !== null) return told(`dispatch report: ${path} cannot be written: ${unwritten}`, 1);
  for (const line of warningsOf(data, made.masked)) process.stderr.write(`dispatch report: ${line}\n`);
  process.stdout.write(`${path}\n`);
  return asked.open ? openInBrowser(pathToFileURL(path)) : 0;
}

type Asked = { folder: string; many: boolean; out: string; open: boolean; help: boolean };

function readArguments(args: string[]): Asked | string {
  return orWhy(() => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        index: { type: 'string' },
        out: { type: 'string' },
        open: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { index, out, open, help } = values;
    const folders = [...positionals, ...(index === undefined ? [] : [index])];
    const [folder = ''] = folders;
    if (!help && (folders.length !== 1 || folder === ''))
      return 'name one folder of a run, or --index and one folder of many';
    return { folder, many: index !== undefined, out: out ?? folder, open, help };
  });
}

function missing({ folder, many, out }: Asked): string | null {
  if (!existsSync(folder)) return `there is no ${folder}`;
  if (!existsSync(out)) return `there is no folder ${out} to put the page into`;
  if (many || isRunFolder(folder)) return null;
  return `${join(folder, 'result.json')} is missing: name the unpacked artifact of a run, or --index for a folder of many`;
}

function warningsOf(data: RunPage | IndexPage, masked: RunPage['masked']): string[] {
  const lines: string[] = [];
  if (masked.length > 0) {
    const all = masked.reduce((sum, { count }) => sum + count, 0);
    lines.push(
      `${counted(all, 'secret')} masked (${masked.map(({ kind }) => kind).join(', ')}); the page says so`,
    );
  }
  if (data.kind === 'run' && data.record?.objection)
    lines.push(
      `the record does not hold: line ${data.record.objection.line}: ${data.record.objection.because}`,
    );
  if (data.kind === 'index' && data.unreadable.length > 0)
    lines.push(`${counted(data.unreadable.length, 'run')} could not be read; the page names them`);
  return lines;
}
