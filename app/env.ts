import { readFileSync } from 'node:fs';
import type { Operator } from '../core/profile/operator.ts';
import { readOperator } from '../core/profile/read-operator.ts';
import { isRefusal } from '../core/refusal.ts';
import { publicKeyText } from '../edge/keys/ticket-keys.ts';
import { readLogFormat, readNotify, readRetention } from './env-keeping.ts';
import { databaseUrlProblem } from './database-url.ts';
import type { Settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the app's settings from the environment, and from key files that it names; `.env` files are
 * not read. Everything that is wrong is reported at once.
 */
export function readSettings(env: Environment = process.env): Settings | { problems: string[] } {
  const problems: string[] = [];
  const settings: Settings = {
    appId: appId(env, problems),
    privateKey: key(env, 'DISPATCH_PRIVATE_KEY', problems),
    ...webhookSecrets(env, problems),
    ticketPrivateKey: ticketKey(env, problems),
    stateDir: text(env, 'DISPATCH_STATE_DIR') ?? '.dispatch',
    ...databaseUrl(env, problems),
    host: text(env, 'HOST') ?? '127.0.0.1',
    port: portOf('PORT', text(env, 'PORT') ?? '3000', problems),
    workflow: workflow(env, problems),
    operator: operator(env, problems),
    ...operatorPort(env, problems),
    ...readRetention(env, problems),
    ...readLogFormat(env, problems),
    ...readNotify(env, problems),
    ...apiUrl(env, problems),
  };
  return problems.length > 0 ? { problems } : settings;
}

function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** What the app's operator allows at most, in the file that `DISPATCH_OPERATOR_FILE` names. */
function operator(env: Environment, problems: string[]): Operator {
  const file = text(env, 'DISPATCH_OPERATOR_FILE');
  if (file === undefined) return {};
  try {
    const read = readOperator(readFileSync(file, 'utf8'), `DISPATCH_OPERATOR_FILE (${file})`);
    if (!isRefusal(read)) return read;
    problems.push(`${read.because} ${read.remedy}`);
  } catch {
    problems.push(`DISPATCH_OPERATOR_FILE names ${file}, which cannot be read.`);
  }
  return {};
}

function appId(env: Environment, problems: string[]): string {
  const id = text(env, 'DISPATCH_APP_ID') ?? '';
  if (id === '') problems.push("DISPATCH_APP_ID is not set. It is on the GitHub App's settings page.");
  else if (!/^\d{1,15}$/.test(id)) {
    problems.push("DISPATCH_APP_ID must be the App's number, not its name or client id.");
  }
  return id;
}

function webhookSecrets(
  env: Environment,
  problems: string[],
): Pick<Settings, 'webhookSecret' | 'previousWebhookSecret'> {
  const webhookSecret = checkedSecret(
    'DISPATCH_WEBHOOK_SECRET',
    env['DISPATCH_WEBHOOK_SECRET'] ?? '',
    problems,
  );
  const previous = env['DISPATCH_PREVIOUS_WEBHOOK_SECRET'] ?? '';
  if (previous === '') return { webhookSecret };
  checkedSecret('DISPATCH_PREVIOUS_WEBHOOK_SECRET', previous, problems);
  if (previous === webhookSecret)
    problems.push(
      'DISPATCH_PREVIOUS_WEBHOOK_SECRET is the same as DISPATCH_WEBHOOK_SECRET. Remove it, or set the latter to the new secret.',
    );
  return { webhookSecret, previousWebhookSecret: previous };
}

function checkedSecret(name: string, secret: string, problems: string[]): string {
  const mend = "Make one with `openssl rand -hex 32` and set it on the App's settings page too.";
  if (secret === '') {
    problems.push(`${name} is not set. Without it anybody could send commands. ${mend}`);
  } else if (secret === 'development') {
    problems.push(`${name} is "development", which everybody knows. ${mend}`);
  } else if (secret.length < 16) {
    problems.push(`${name} has ${secret.length} characters; it needs at least 16. ${mend}`);
  }
  return secret;
}

/** A key from `NAME`, where line breaks may be written as `\n`, or from the file that `NAME_FILE` names. */
function key(env: Environment, name: string, problems: string[]): string {
  const value = text(env, name);
  const file = text(env, `${name}_FILE`);
  if (value !== undefined && file !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set. Set one of them.`);
  } else if (value !== undefined) return pem(value.replaceAll('\\n', '\n'), name, problems);
  else if (file === undefined)
    problems.push(`${name} is not set. Set it, or ${name}_FILE to the path of a PEM file.`);
  else {
    try {
      return pem(readFileSync(file, 'utf8'), `${name}_FILE`, problems);
    } catch {
      problems.push(`${name}_FILE names ${file}, which cannot be read.`);
    }
  }
  return '';
}

function pem(value: string, name: string, problems: string[]): string {
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----\r?\n/.test(value.trim())) return value;
  problems.push(`${name} does not hold a private key in PEM form (-----BEGIN … PRIVATE KEY-----).`);
  return '';
}

function ticketKey(env: Environment, problems: string[]): string {
  const value = key(env, 'DISPATCH_TICKET_PRIVATE_KEY', problems);
  if (value === '') return value;
  try {
    publicKeyText(value);
  } catch {
    problems.push(
      'DISPATCH_TICKET_PRIVATE_KEY is not an Ed25519 key. Make one with `openssl genpkey -algorithm ed25519`.',
    );
  }
  return value;
}

function databaseUrl(env: Environment, problems: string[]): Pick<Settings, 'databaseUrl'> {
  const url = text(env, 'DISPATCH_DATABASE_URL');
  if (url === undefined) return {};
  const problem = databaseUrlProblem('DISPATCH_DATABASE_URL', url);
  if (problem !== null) problems.push(problem);
  return { databaseUrl: url };
}

function operatorPort(env: Environment, problems: string[]): Pick<Settings, 'operatorPort'> {
  const value = text(env, 'DISPATCH_OPERATOR_PORT');
  if (value === undefined) return {};
  const host = text(env, 'DISPATCH_OPERATOR_HOST') ?? '127.0.0.1';
  return { operatorPort: { host, port: portOf('DISPATCH_OPERATOR_PORT', value, problems) } };
}

function portOf(name: string, value: string, problems: string[]): number {
  const number = Number(value);
  if (/^\d{1,5}$/.test(value) && number <= 65_535) return number;
  problems.push(`${name} is ${JSON.stringify(value)}, which is no port. Use 0 to 65535.`);
  return 0;
}

function workflow(env: Environment, problems: string[]): string {
  const file = text(env, 'DISPATCH_WORKFLOW') ?? 'dispatch.yml';
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*\.ya?ml$/.test(file)) {
    problems.push(
      `DISPATCH_WORKFLOW is ${JSON.stringify(file)}. Give the file name only, such as "dispatch.yml".`,
    );
  }
  return file;
}

function apiUrl(env: Environment, problems: string[]): { apiUrl?: string } {
  const url = text(env, 'GITHUB_API_URL');
  const host = text(env, 'GHE_HOST');
  if (url !== undefined && host !== undefined) {
    problems.push('GITHUB_API_URL and GHE_HOST are both set. Set one of them.');
  }
  const full =
    url ?? (host === undefined ? undefined : `${text(env, 'GHE_PROTOCOL') ?? 'https'}://${host}/api/v3`);
  if (full === undefined) return {};
  if (!/^https?:\/\//.test(full) || !URL.canParse(full)) {
    problems.push(`${url === undefined ? 'GHE_HOST' : 'GITHUB_API_URL'} does not make an address: ${full}.`);
  }
  return { apiUrl: full.replace(/\/+$/, '') };
}
