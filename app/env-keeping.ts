import type { Settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long is kept what has ended: `DISPATCH_RETENTION_DAYS`. */
export function readRetention(env: Environment, problems: string[]): Pick<Settings, 'retentionDays'> {
  const value = env['DISPATCH_RETENTION_DAYS']?.trim() ?? '';
  if (value === '') return {};
  const days = Number(value);
  // GitHub redelivers for three days: a delivery that is forgotten sooner would be new again.
  if (/^\d{1,4}$/.test(value) && days >= 4) return { retentionDays: days };
  problems.push(`DISPATCH_RETENTION_DAYS is ${JSON.stringify(value)}. Use a number of days from 4 to 9999.`);
  return {};
}

/** Where the ends of jobs are told: `DISPATCH_NOTIFY_URL`, signed with `DISPATCH_NOTIFY_SECRET`. */
export function readNotify(env: Environment, problems: string[]): Pick<Settings, 'notify'> {
  const url = env['DISPATCH_NOTIFY_URL']?.trim() ?? '';
  const secret = env['DISPATCH_NOTIFY_SECRET'] ?? '';
  if (url === '' && secret === '') return {};
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') {
    problems.push('DISPATCH_NOTIFY_URL must be an https:// address without a name or password in it.');
  }
  if (secret.length < 16) {
    problems.push(
      'DISPATCH_NOTIFY_SECRET must have at least 16 characters: without it nobody can tell our notifications from forged ones. Make one with `openssl rand -hex 32`.',
    );
  }
  return { notify: { url, secret } };
}

/** How log lines are written: `DISPATCH_LOG_FORMAT`. */
export function readLogFormat(env: Environment, problems: string[]): Pick<Settings, 'logFormat'> {
  const format = env['DISPATCH_LOG_FORMAT']?.trim() ?? '';
  if (format === '') return {};
  if (format === 'text' || format === 'json') return { logFormat: format };
  problems.push(`DISPATCH_LOG_FORMAT is ${JSON.stringify(format)}. Use text or json.`);
  return {};
}
