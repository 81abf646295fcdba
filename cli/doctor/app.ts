import { readSettings } from '../../app/env.ts';
import { asApp, openPacing, openProbot } from '../../app/github-app.ts';
import { readApp, readInstallation, type Grants } from '../../edge/github/read-installation.ts';
import type { RepositoryName } from '../../edge/github/request.ts';
import { appManifest, type AppManifest } from '../new-app/manifest.ts';
import { fail, failedBy, ok, warn, type Finding } from './finding.ts';

/** Whether the environment is an app's. */
export function isAppGiven(env: Readonly<Record<string, string | undefined>>): boolean {
  return Boolean(env['DISPATCH_APP_ID']);
}

/** What is so of the app whose settings the environment holds, and of its installation on a repository. */
export async function aboutApp(name: RepositoryName | null): Promise<Finding[]> {
  const settings = readSettings();
  if ('problems' in settings)
    return settings.problems.map((problem) => fail('app', problem, 'docs/app.md tells of each variable.'));
  const manifest = await appManifest();
  try {
    const request = await asApp(openProbot(settings), openPacing({ ...settings, pacing: 'none' }));
    const app = await readApp(request);
    const itself = grantsFinding('app', `the App ${app.slug}`, app, manifest);
    if (name === null) return [itself];
    const installed = await readInstallation(request, name);
    const where = `${name.owner}/${name.repo}`;
    if (installed === null)
      return [
        itself,
        fail('installed', `The App ${app.slug} is not installed on ${where}.`, `Install it: ${app.url}`),
      ];
    if (installed.suspended)
      return [
        itself,
        fail(
          'installed',
          `The installation on ${where} is suspended.`,
          'Its owner can lift that in the settings.',
        ),
      ];
    return [itself, grantsFinding('installed', `the installation on ${where}`, installed, manifest)];
  } catch (error) {
    return [failedBy('app', error)];
  }
}

/** Compares what was given with what app.yml asks for. */
export function grantsFinding(area: string, what: string, given: Grants, wanted: AppManifest): Finding {
  const asked = Object.entries(wanted.default_permissions);
  const missing = [
    ...asked
      .filter(([name, level]) => !isEnough(given.permissions[name], level))
      .map((pair) => pair.join(': ')),
    ...wanted.default_events
      .filter((event) => !given.events.includes(event))
      .map((event) => `the event ${event}`),
  ];
  if (missing.length > 0)
    return fail(
      area,
      `${what} lacks ${missing.join(', ')}.`,
      "Add it in the App's settings, then accept it for the installation.",
    );
  const more = Object.entries(given.permissions)
    .filter(([name, level]) => !isEnough(wanted.default_permissions[name], level))
    .map((pair) => pair.join(': '));
  if (more.length === 0) return ok(area, `${what} has what app.yml asks for, and nothing else`);
  return warn(
    area,
    `${what} may also ${more.join(', ')}.`,
    'Take it away, unless an agent needs it (output patch, teams).',
  );
}

const LEVELS = ['read', 'write', 'admin'];

function isEnough(has: string | undefined, wanted: string): boolean {
  return has !== undefined && LEVELS.indexOf(has) >= LEVELS.indexOf(wanted);
}
