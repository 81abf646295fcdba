import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { describeRecord } from '../../core/audit/describe.ts';
import { AuditEntry } from '../../core/audit/entry.ts';
import { FIRST_HEAD, verifyLine } from '../../core/audit/record.ts';
import { followAudit, type AuditStory } from '../../core/audit/story.ts';
import { logText } from '../../core/redact/log-text.ts';
import { sha256 } from '../../edge/keys/digest.ts';

const HELP = `dispatch audit verify FILE [--head SHA256]
dispatch audit show FILE [--json]

The record of a run, audit.jsonl of its artifact: each line names the digest of the line before it.

  verify       prove that no record was changed, added or taken away, and that they fit together
  show         print the record for people
  --head SHA   the digest that the run's comment names: without it a record that lost its end still proves
  --json       print each record as one line of JSON
`;

/** `dispatch audit`: proves or shows the record of a run. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(asked, 2);
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const problem = await whyNoFile(asked.file);
  if (problem !== null) return told(problem, 1);
  return asked.what === 'verify' ? verify(asked.file, asked.head) : show(asked.file, asked.json);
}

async function verify(file: string, published: string | undefined): Promise<number> {
  const audit = followAudit();
  const { story } = audit;
  let head = FIRST_HEAD;
  for await (const line of linesOf(file)) {
    const because = verifyLine(line, head);
    if (because !== null) return told(`line ${story.records + 1} of ${file}: ${because}`, 1);
    head = sha256(line);
    audit.next(entryOf(line));
  }
  const wrong =
    problemOf(story) ?? (published !== undefined && published !== head ? lostEnd(published, head) : null);
  if (wrong !== null) return told(wrong, 1);
  const unproven = published === undefined ? '; give --head to prove that its end is there' : '';
  process.stdout.write(`head ${head}\n`);
  return told(
    `${story.records} records, ${story.calls} calls, ${story.allowed} allowed: the chain holds${unproven}`,
    0,
  );
}

function problemOf({ problem, complete, records }: AuditStory): string | null {
  if (records === 0) return 'There is no record in it.';
  if (problem !== null) return `record ${problem.record}: ${problem.because}`;
  return complete ? null : `The record is incomplete: after ${records} records there is no end of the run.`;
}

function lostEnd(published: string, head: string): string {
  return `The record ends with ${head}, and the digest that was published is ${published}: its end was cut off or replaced.`;
}

async function show(file: string, json: boolean): Promise<number> {
  const audit = followAudit();
  const { story } = audit;
  for await (const line of linesOf(file)) {
    let entry: AuditEntry;
    try {
      entry = entryOf(line);
    } catch {
      return told(
        `line ${story.records + 1} of ${file} is not an audit record; 'dispatch audit verify' says more.`,
        1,
      );
    }
    audit.next(entry);
    process.stdout.write(`${json ? JSON.stringify(entry) : logText(describeRecord(entry))}\n`);
  }
  if (json) return 0;
  const { calls, allowed } = story;
  return told(`${story.records} records, ${calls} calls, ${allowed} allowed, ${calls - allowed} refused`, 0);
}

function entryOf(line: string): AuditEntry {
  return AuditEntry.parse((JSON.parse(line) as { entry: unknown }).entry);
}

function linesOf(file: string) {
  return createInterface({ input: createReadStream(file, 'utf8') });
}

async function whyNoFile(file: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found === null)
    return `There is no ${file}. The record of a run is audit.jsonl in its artifact agent-dispatch.`;
  if (!found.isFile()) return `${file} is not a file. Name the audit.jsonl in it.`;
  return found.size === 0 ? `${file} is empty: nothing was recorded in it.` : null;
}

type Asked = {
  what: 'verify' | 'show';
  file: string;
  head: string | undefined;
  json: boolean;
  help: boolean;
};

function readArguments(args: string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { head: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    const [what = '', file = '', ...more] = positionals;
    const help = values.help === true;
    const asked = { file, head: values.head, json: values.json === true, help };
    if (help) return { what: 'show', ...asked };
    if (what !== 'verify' && what !== 'show') return misuse("say 'verify' or 'show' first");
    if (file === '' || more.length > 0) return misuse('name one file');
    if (values.head !== undefined && !/^[0-9a-f]{64}$/.test(values.head))
      return misuse('--head takes the 64 hex digits that the comment names');
    return { what, ...asked };
  } catch (error) {
    return misuse(error instanceof Error ? error.message : String(error));
  }
}

function misuse(what: string): string {
  return `dispatch audit: ${what}. 'dispatch audit --help' explains it.`;
}

function told(line: string, code: number): number {
  (code === 0 ? process.stdout : process.stderr).write(`${line}\n`);
  return code;
}
