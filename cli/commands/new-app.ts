import { parseArgs } from 'node:util';
import { convertManifest } from '../../edge/github/convert-manifest.ts';
import { requestWithToken } from '../../edge/github/with-token.ts';
import { FILES, keep, whyNotHere } from '../new-app/keep.ts';
import { manifestFor } from '../new-app/manifest.ts';
import { waitForCode } from '../new-app/wait-for-code.ts';
import { orWhy } from '../or-why.ts';
import { told } from '../told.ts';

const HELP = `dispatch new-app --url https://HOST [--org ORG] [--name NAME] [--folder DIR] [--github URL] [--api URL]

Makes your own GitHub App from app.yml, with the least permissions that work: opens a page on this machine that leads
to GitHub and back, fetches the App's keys and keeps them here, for you only.

  --url https://HOST  where GitHub reaches the app: it gets the webhooks below /api/github/webhooks
  --org ORG           make it for this organisation instead of your own account
  --name NAME         its name, which is unique on all of GitHub (default: agent-dispatch)
  --folder DIR        where the keys and settings go (default: .dispatch-app); nothing there is written over
  --github URL        a GitHub Enterprise Server (default: https://github.com)
  --api URL           its API (default: https://api.github.com, or --github with /api/v3)
  --minutes N         how long to wait for you, up to 60 (default: 10)

Example:
  dispatch new-app --url https://dispatch.example.com --org octo-org

Exit codes: 0 the App is made and its keys are kept; 1 it is not; 2 the command line was not understood.
`;

/** `dispatch new-app`: GitHub's manifest flow, on loopback only. */
export async function run(args: string[]): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === 'string') return told(`${asked} 'dispatch new-app --help' explains it.`, 2);
  if ('help' in asked) {
    process.stdout.write(HELP);
    return 0;
  }
  const { folder, github, org, host, name } = asked;
  const why = await whyNotHere(folder).catch(
    (error: unknown) => `Nothing can be kept in ${folder}: ${(error as Error).message}`,
  );
  if (why !== null) return told(why, 1);
  const where = org === undefined ? '/settings/apps/new' : `/organizations/${org}/settings/apps/new`;
  const waiting = await waitForCode({
    action: `${github}${where}`,
    manifest: (redirectUrl) => manifestFor({ name, host, redirectUrl }),
    milliseconds: asked.minutes * 60_000,
  });
  try {
    process.stdout.write(`Open this page in a browser of this machine:\n\n  ${waiting.url}\n\n`);
    const code = await waiting.code;
    if (code === null)
      return told(`Nobody came back from GitHub within ${asked.minutes} minutes: no App was made.`, 1);
    const api = asked.api ?? (github === GITHUB ? 'https://api.github.com' : `${github}/api/v3`);
    const made = await convertManifest(requestWithToken(api, ''), code);
    const ticketKey = await keep(folder, made, github === GITHUB ? null : api);
    return told(lastWords(folder, made.htmlUrl, ticketKey), 0);
  } finally {
    waiting.close();
  }
}

const GITHUB = 'https://github.com';

function lastWords(folder: string, page: string, ticketKey: string): string {
  return `The App is made. In ${folder}, for you only: ${Object.values(FILES).join(', ')}.

1. Install it on the repositories that should have it: ${page}/installations/new
2. Set the variable DISPATCH_TICKET_KEY there to ${ticketKey}
3. Start the app with the settings of ${folder}/${FILES.settings}: docs/app.md says how.`;
}

type Asked = {
  host: string;
  org: string | undefined;
  name: string | undefined;
  folder: string;
  github: string;
  api: string | undefined;
  minutes: number;
};

function readArguments(args: string[]): Asked | { help: true } | string {
  return orWhy<Asked | { help: true } | string>(() => {
    const { values } = parseArgs({
      args,
      options: {
        url: { type: 'string' },
        org: { type: 'string' },
        name: { type: 'string' },
        folder: { type: 'string', default: '.dispatch-app' },
        github: { type: 'string', default: GITHUB },
        api: { type: 'string' },
        minutes: { type: 'string', default: '10' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { help: true };
    const { url, org, name, folder, github, api } = values;
    const minutes = Number(values.minutes);
    const why = objectionTo({ url, org, name, github, api, minutes });
    if (why !== null) return why;
    const trimmed = (text: string) => text.replace(/\/+$/, '');
    return { host: trimmed(url ?? ''), org, name, folder, github: trimmed(github), api, minutes };
  });
}

type Given = Record<'url' | 'org' | 'name' | 'api', string | undefined> & { github: string; minutes: number };

function objectionTo({ url, org, name, github, api, minutes }: Given): string | null {
  if (url === undefined) return '--url is missing: GitHub must be told where the app is reached.';
  if (!isOrigin(url, false)) return `--url ${url} is no https://HOST without a path.`;
  if (!isOrigin(github, true)) return `--github ${github} is no https://HOST without a path.`;
  if (api !== undefined && !URL.canParse(api)) return `--api ${api} is no address.`;
  if (org !== undefined && !/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(org))
    return `--org ${org} is no organisation.`;
  if (name !== undefined && (name.trim() === '' || name.length > 34))
    return '--name takes 1 to 34 characters.';
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 60) return '--minutes takes 1 to 60.';
  return null;
}

/** An address without a path. `http` only where it does not leave the machine. */
function isOrigin(text: string, loopbackToo: boolean): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return false;
  return (
    url.protocol === 'https:' || (loopbackToo && url.protocol === 'http:' && url.hostname === '127.0.0.1')
  );
}
