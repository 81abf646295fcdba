import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { configPath } from '../../core/config/path.ts';
import { problemLine } from '../../core/config/problem.ts';
import { readConfig } from '../../core/config/read.ts';
import { firewallFile, firewallPath, firewallPolicy } from '../../core/egress/firewall-file.ts';
import { readHostPattern } from '../../core/egress/host.ts';
import { told } from '../told.ts';

const HELP = `dispatch egress-firewall [--config FILE] [--gateway HOST] [--json] [--write [--force]]

Prints the policy for GitHub's own egress firewall that fits the agents of this repository: it holds outside
of the runner, also against a step that has become root.

  --config FILE   default: ${configPath}
  --gateway HOST  the host of anthropic-base-url, where a gateway stands for api.anthropic.com
  --json          print { path, mode, allow, unnamed } instead: each host with its reason, and wildcards apart
  --write         write it to ${firewallPath} instead; a file that says something else is left alone
  --force         write over such a file, too

Example:
  dispatch egress-firewall --write
`;

/** `dispatch egress-firewall`: the policy for GitHub's firewall, printed or written. */
export async function run(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (typeof options === 'string') return told(options, 2);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const file = options.config ?? configPath;
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null)
    return told(
      `There is no ${file} here. Run this at the top of the repository, or name it with --config.`,
      1,
    );
  const read = readConfig(text, file);
  if ('problems' in read) {
    for (const problem of read.problems) told(problemLine(problem), 1);
    return 1;
  }
  const policy = firewallPolicy(read.config, options.gateway ?? null);
  if (options.write) return write(firewallFile(policy), options.force === true);
  process.stdout.write(
    options.json ? `${JSON.stringify({ path: firewallPath, ...policy }, null, 2)}\n` : firewallFile(policy),
  );
  return 0;
}

async function write(policy: string, force: boolean): Promise<number> {
  const path = join(process.cwd(), firewallPath);
  const there = await readFile(path, 'utf8').catch(() => null);
  if (there === policy) return told(`${firewallPath} is as it should be.`, 0);
  if (there !== null && !force)
    return told(
      `${firewallPath} says something else. Compare it with what this prints without --write, or give --force.`,
      1,
    );
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, policy);
  return told(`${firewallPath} is written.`, 0);
}

function readArguments(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        config: { type: 'string' },
        gateway: { type: 'string' },
        json: { type: 'boolean' },
        write: { type: 'boolean' },
        force: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return objectionTo(values) ?? values;
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)} 'dispatch egress-firewall --help' explains it.`;
  }
}

/** A host is written into a file as it is. */
function objectionTo({
  gateway,
  json,
  write: writes,
}: {
  gateway?: string;
  json?: boolean;
  write?: boolean;
}) {
  const pattern = gateway === undefined ? null : readHostPattern(gateway);
  if (typeof pattern === 'string')
    return `--gateway ${pattern}. Give the host alone, such as gateway.example.com.`;
  if (pattern?.below) return '--gateway is no pattern. Give the host alone, such as gateway.example.com.';
  if (json && writes) return '--json prints and --write writes the file: give one of the two.';
  return null;
}
