import { parseArgs } from 'node:util';
import { counted } from '../../core/output/amounts.ts';
import { requestWithToken } from '../../edge/github/with-token.ts';
import { colourFor } from '../colour.ts';
import { aboutApp, isAppGiven } from '../doctor/app.ts';
import { warn, type Finding } from '../doctor/finding.ts';
import { MACHINE } from '../doctor/machine.ts';
import { onGitHub, originOf } from '../doctor/on-github.ts';
import { inRepository } from '../doctor/repository.ts';
import { openProgressLine } from '../local/progress-line.ts';
import { orWhy } from '../or-why.ts';
import { repositoryTop } from '../repository-top.ts';
import { told } from '../told.ts';

const HELP = `dispatch doctor [--json]

Looks at everything that a run stands on, and says of each whether it is well, and what to do where it is not: Node,
git, the action's programs, the cage and its proof, the claude CLI and its hash; the configuration, the workflow and
the firewall's policy of this repository. It changes nothing, and asks nobody but:
  with GITHUB_TOKEN (or GH_TOKEN)   GitHub: what the token may do, and what is on the default branch
  with DISPATCH_APP_ID and the rest of an app's settings   GitHub: the App and its installation on this repository

  --json  one object: { ok, findings }, each finding with area, level (ok, warn or fail), told and mend

Example:
  GITHUB_TOKEN=$(gh auth token) dispatch doctor

Exit codes: 0 nothing failed (there may be warnings); 1 something did; 2 the command line was not understood.
`;

/** `dispatch doctor`: what is well, what is not, and the mend. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(`${asked} 'dispatch doctor --help' explains it.`, 2);
  if (asked.help) return told(HELP.trimEnd(), 0);
  const findings: Finding[] = [];
  const line = openProgressLine(process.stderr, process.env);
  line.show('Looking at this machine');
  const tell = (found: readonly Finding[]) => {
    findings.push(...found);
    if (!asked.json) line.apart(() => process.stdout.write(found.map(shown).join('')));
  };
  try {
    for (const look of MACHINE) tell([await look()]);
    line.show('Looking at the repository');
    await lookAround(tell);
  } finally {
    line.end();
  }
  const failed = findings.filter(({ level }) => level === 'fail').length;
  const warned = findings.filter(({ level }) => level === 'warn').length;
  if (asked.json) process.stdout.write(`${JSON.stringify({ ok: failed === 0, findings }, null, 2)}\n`);
  else
    process.stdout.write(
      `${counted(findings.length, 'check')}, ${failed} failed, ${counted(warned, 'warning')}\n`,
    );
  return failed === 0 ? 0 : 1;
}

async function lookAround(tell: (found: readonly Finding[]) => void): Promise<void> {
  const top = await repositoryTop(process.cwd());
  if (top === null)
    tell([warn('repository', 'This folder is in no git repository.', 'Go to a checkout of yours.')]);
  else tell(inRepository(top));
  const name = top === null ? null : await originOf(top);
  const token = process.env['GITHUB_TOKEN'] || process.env['GH_TOKEN'];
  if (token && top !== null) {
    const api = process.env['GITHUB_API_URL'] || 'https://api.github.com';
    if (name !== null) tell(await onGitHub(requestWithToken(api, token), name, top));
    else
      tell([
        warn(
          'token',
          'The remote origin names no repository of GitHub.',
          'git remote add origin https://github.com/OWNER/NAME',
        ),
      ]);
  }
  if (isAppGiven(process.env)) tell(await aboutApp(name));
}

const WORDS = { ok: ['OK  ', 'good'], warn: ['WARN', 'doubtful'], fail: ['FAIL', 'bad'] } as const;

function shown({ area, level, told: what, mend }: Finding): string {
  const [word, tone] = WORDS[level];
  const head = `${colourFor(process.stdout, process.env)(tone, word)}  ${area.padEnd(10)}`;
  return `${head}  ${what}\n${mend === null ? '' : `${' '.repeat(18)}${mend}\n`}`;
}

function readArguments(args: string[]) {
  return orWhy(
    () =>
      parseArgs({
        args,
        options: {
          json: { type: 'boolean', default: false },
          help: { type: 'boolean', short: 'h', default: false },
        },
      }).values,
  );
}
