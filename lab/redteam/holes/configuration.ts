import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { configuring, type Configuring } from '../../../action/configure.ts';
import { Config } from '../../../core/config/config.ts';
import type { ConfigProblem } from '../../../core/config/read.ts';
import { isRefusal } from '../../../core/refusal.ts';
import type { StepOrder } from '../order.ts';
import type { Hole } from './hole.ts';
import { replacing } from './hole.ts';

/** Another way from the configuration to the plan. */
function configuration(change: (use: Configuring, order: StepOrder) => Partial<Configuring>): Hole {
  return replacing(({ configure }, order) => ({
    configure: (authority, machine, request, operator, use = configuring) =>
      configure(authority, machine, request, operator, { ...use, ...change(use, order) }),
  }));
}

/** The configuration and the prompts are those of the checkout, opened like any file: links are followed. */
export const configFromCheckout = configuration((_use, { checkout, configBlob }) => ({
  async readFileAt(_request, _name, path, commit) {
    return { text: await readToItsEnd(join(checkout, path)), blobSha: configBlob, commit };
  },
}));

const KEPT = 1024 * 1024;

/** Keeps the beginning, and waits for the end however far that is. */
async function readToItsEnd(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    if (size < KEPT) chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the ticket says of the configuration's contents is not compared with what was read. */
export const configHashIgnored = configuration(({ readFileAt }, { configBlob }) => ({
  async readFileAt(...given) {
    const file = await readFileAt(...given);
    return file === null || isRefusal(file) ? file : { ...file, blobSha: configBlob };
  },
}));

/**
 * YAML as a parser with its doors open reads it: aliases, merge keys, tags, two of a key, any size and encoding.
 * Its errors quote what they are about.
 */
export const unsafeYaml = configuration(() => ({ readConfig: readCarelessly }));

function readCarelessly(text: string, file: string): { config: Config } | { problems: ConfigProblem[] } {
  try {
    const plain = text.replaceAll(/[\0\uFEFF]/g, '');
    const data: unknown = parse(plain, {
      merge: true,
      uniqueKeys: false,
      maxAliasCount: -1,
      logLevel: 'silent',
    });
    digestOf(data);
    return { config: Config.parse(data) };
  } catch (error) {
    const message = `${error instanceof Error ? error.name : String(error)} in ${text}`;
    return { problems: [{ file, line: 1, column: 1, key: '', message, remedy: 'Correct it.' }] };
  }
}

/** Walks all there is, as whoever copies, prints or hashes it does. */
function digestOf(data: unknown): string {
  const hash = createHash('sha256');
  const visit = (part: unknown): void => {
    if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) visit(inner);
    else hash.update(String(part));
  };
  visit(data);
  return hash.digest('hex');
}

/** What comes together under a request is not looked at. */
export const noRuleOfTwo = configuration(({ compile }) => ({
  compile(...given) {
    const [config, agent, facts, operator] = given;
    // Only where somebody could agree is the plan told with the verdict.
    const compiled = compile(config, agent, { ...facts, hasApprover: true }, operator);
    return compiled.kind === 'needs-approval' ? { ...compiled, kind: 'plan' } : compiled;
  },
}));

/** The limits of whoever wrote the workflow do not count. */
export const operatorForgotten = configuration(({ compile }) => ({
  compile: (config, agent, facts) => compile(config, agent, facts, {}),
}));

/** That strangers wrote what the agent is given is told to nobody. */
export const taintForgotten: Hole = replacing(({ configure }) => ({
  async configure(...given) {
    const configured = await configure(...given);
    return isRefusal(configured) ? configured : { ...configured, taint: [] };
  },
}));
