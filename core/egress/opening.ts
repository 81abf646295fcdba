import type { HostPattern } from './host.ts';

/** Top-level domains that are no part of the internet, and names that only this machine or network knows. */
const SPECIAL = new Set(['alt', 'arpa', 'internal', 'invalid', 'lan', 'local', 'localhost', 'onion']);

/**
 * Where the job itself has to reach, and where anybody with an account or a token can store or publish: what an
 * agent has read could leave there, whoever's account it is. An agent's phase has none of them.
 */
const OF_THE_JOB = ['github.com', 'actions.githubusercontent.com', 'ghcr.io', 'blob.core.windows.net'];

/** Where everybody can have a name: to open all names below is to open the internet. */
const SHARED = new Set([
  'amazonaws.com', 's3.amazonaws.com', 'appspot.com', 'run.app', 'web.app', 'firebaseapp.com', 'cloudfront.net',
  'azurewebsites.net', 'cloudapp.net', 'windows.net', 'core.windows.net', 'github.io', 'gitlab.io', 'netlify.app',
  'ngrok.app', 'ngrok.io', 'ngrok-free.app', 'nip.io', 'sslip.io', 'oast.fun', 'oast.site', 'pages.dev', 'workers.dev',
  'trycloudflare.com', 'vercel.app', 'herokuapp.com', 'onrender.com', 'fly.dev', 'glitch.me', 'repl.co', 'replit.app',
  'duckdns.org', 'webhook.site', 'pipedream.net', 'requestbin.net', 'blogspot.com', 'readthedocs.io',
]); // prettier-ignore

/** `co.uk`, `com.au`, `ac.jp`: a country's own top level, where everybody can have a name. */
const OF_A_COUNTRY = /^(?:ac|co|com|edu|gob|gouv|gov|go|mil|ne|net|nom|or|org)\.[a-z]{2}$/;

/** Why a profile may not open a host, as a phrase about it, or null. For patterns that `readHostPattern` made. */
export function whyNotOpened({ name, below }: HostPattern): string | null {
  const topLevel = name.slice(name.lastIndexOf('.') + 1);
  if (SPECIAL.has(topLevel)) return `is no host of the internet: no name there ends with .${topLevel}`;
  const ours = OF_THE_JOB.find((one) => name === one || name.endsWith(`.${one}`));
  if (ours !== undefined)
    return `belongs to ${ours}, where whoever has a token can publish or store what the agent has read`;
  if (below && OF_THE_JOB.some((one) => one.endsWith(`.${name}`)))
    return `opens ${name}, and with it storage that the job itself reaches`;
  if (below && (SHARED.has(name) || OF_A_COUNTRY.test(name)))
    return 'opens a domain where anybody can have a name';
  return null;
}
