import { parseArgs } from 'node:util';
import { explainFindings } from '../redact/explain.ts';
import { filter } from '../redact/filter.ts';
import { namedSecrets, NAMES } from '../redact/named-secrets.ts';
import { selfTest } from '../redact/self-test.ts';
import { openSource, unreadable } from '../redact/source.ts';
import { orWhy } from '../or-why.ts';
import { told } from '../told.ts';

const HELP = `dispatch redact [FILE] [--explain [--json]]
dispatch redact --self-test

Copies FILE, or standard input, to standard output with secrets replaced by [redacted: KIND], as what a run writes is.
All else stays as it is, byte for byte. Works on streams of any size, also on bytes that are no text.

  ${NAMES}=A,B  a variable: the names of the variables whose values are secrets, too
  --explain             print what is found, where and how, instead of the text; never a value
  --json                with --explain: one line of JSON for each finding, then one of type "summary"
  --self-test           plant secrets of every kind and see that they are found

Secrets are found by the shapes of their kinds (tokens of GitHub, keys of clouds, private keys, and so on; all are in
docs/secret-kinds.md) and by the values that you name. A value that is named and hidden, in base64 for instance, is
not masked: the output ends before it, and the exit code is 3.

Examples:
  make test 2>&1 | dispatch redact | tee log.txt
  ${NAMES}=API_KEY,DB_PASSWORD dispatch redact server.log > shareable.log
  dispatch redact --explain server.log

Exit codes: 0 all of it is written (with --explain: would be); 1 the file cannot be read, or the self-test missed
something; 2 the command line or ${NAMES} was not understood; 3 something is withheld: see docs/redact.md.
`;

/** `dispatch redact`: the gate's search for secrets as a filter. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(`${asked} 'dispatch redact --help' explains it.`, 2);
  if (asked.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (asked.selfTest) return selfTest((line) => void process.stdout.write(`${line}\n`));
  const named = namedSecrets(process.env);
  if (typeof named === 'string') return told(named, 2);
  for (const warning of named.warnings) process.stderr.write(`dispatch redact: ${warning}\n`);
  const source = await openSource(asked.file);
  if (typeof source === 'string') return told(source, 1);
  try {
    if (asked.explain) return (await explainFindings(source, named.known, asked.json)) ? 3 : 0;
    const reason = await filter(source, named.known);
    return reason === null ? 0 : told(`${WITHHELD}: ${reason}. ${REMEDY}`, 3);
  } catch (error) {
    return told(unreadable(asked.file, error), 1);
  }
}

const WITHHELD =
  'dispatch redact: the text is cut off here; it holds a disguised secret, or could not be searched';
const REMEDY = "'--explain' lists all that is found.";

type Asked = { file: string | undefined; explain: boolean; json: boolean; selfTest: boolean; help: boolean };

function readArguments(args: string[]): Asked | string {
  return orWhy(() => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        explain: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'self-test': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { explain, json, help, 'self-test': isTest } = values;
    const [file, ...more] = positionals;
    if (more.length > 0) return 'redact takes one file.';
    if (file === '') return 'redact takes the name of a file, and got an empty one.';
    if (json && !explain) return '--json goes with --explain.';
    if (isTest && (explain || file !== undefined)) return '--self-test takes nothing else.';
    return { file, explain, json, selfTest: isTest, help };
  });
}
