import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { plainJson, shownRecord, type ShownRecord } from '../../core/audit/shown.ts';
import { dollars } from '../../core/output/amounts.ts';
import { followFile } from '../audit/follow-file.ts';
import { objectedLine, provenLine } from '../audit/words.ts';
import { colourFor } from '../colour.ts';
import { orWhy } from '../or-why.ts';

const HELP = `dispatch audit verify FILE [--head SHA256] [--json]
dispatch audit show FILE [--json]

Works on the record of a run, audit.jsonl, which lies in the run's artifact: one line for each call, model
request and connection, and each line holds the digest of the one before.

verify: proves that no line was changed, added, removed or moved, and that the records fit together.
show:   prints the record for people; what a terminal would obey is taken out.

  --head SHA256   the digest that the run published ("audit log ends with"): shows also that the end is there
  --json          verify: one object. show: each record as one line of JSON, then one of type "summary"

Example:
  dispatch audit show agent-dispatch/audit.jsonl

Exit codes: 0 the record holds; 1 it does not, or is incomplete, or cannot be read; 2 the command line was
not understood.
`;

type Options = { verb: 'verify' | 'show'; file: string; head?: string; json: boolean };

/** `dispatch audit`: proves or shows the record of a run. */
export async function run(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (typeof options === 'string') {
    process.stderr.write(`${options} 'dispatch audit --help' explains it.\n`);
    return 2;
  }
  return options.verb === 'verify' ? verify(options) : show(options);
}

async function verify({ file, head, json }: Options): Promise<number> {
  const { proof, objected } = await followFile(file, head);
  if (json) {
    process.stdout.write(`${plainJson({ ok: objected === null, ...proof, ...objected })}\n`);
    return objected === null ? 0 : 1;
  }
  if (objected !== null) {
    process.stderr.write(`${objectedLine(file, objected)}\n`);
    return 1;
  }
  if (head === undefined)
    process.stdout.write(
      'Every line names the one before it. Whether the end is still there, only --head can show.\n',
    );
  process.stdout.write(`${provenLine(proof)}\n`);
  return 0;
}

async function show({ file, head, json }: Options): Promise<number> {
  const { proof, objected } = await followFile(file, head, async (entry) => {
    const line = json ? plainJson(entry) : painted(shownRecord(entry));
    // A slow reader must not make us hold the whole file.
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  });
  if (json) {
    const summary = { type: 'summary', ok: objected === null, ...proof, ...objected };
    process.stdout.write(`${plainJson(summary)}\n`);
    return objected === null ? 0 : 1;
  }
  const cost = proof.costUsd === null ? '' : `; ${dollars(proof.costUsd)}`;
  if (objected === null) process.stdout.write(`${provenLine(proof)}${cost}\n`);
  else process.stderr.write(`${objectedLine(file, objected)}\n`);
  return objected === null ? 0 : 1;
}

function painted({ time, text, tone }: ShownRecord): string {
  return `${time}  ${colourFor(process.stdout, process.env)(tone, text)}`;
}

function readArguments(args: string[]): Options | string {
  return orWhy(() => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        head: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return 'help';
    const [verb, file, ...more] = positionals;
    if (verb !== 'verify' && verb !== 'show') return `audit ${verb ?? 'alone'} is not known: verify or show.`;
    if (file === undefined || more.length > 0) return `audit ${verb} takes one file.`;
    if (values.head === undefined) return { verb, file, json: values.json === true };
    const head = values.head.toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(head)) return '--head takes a SHA-256: 64 hexadecimal digits.';
    return { verb, file, head, json: values.json === true };
  });
}
