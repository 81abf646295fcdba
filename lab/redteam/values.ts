import { randomBytes } from 'node:crypto';
import type { Scenario } from './scenario.ts';
import type { Values } from './substitute.ts';

/** Canaries that every scenario has: what the step itself holds. */
export const OWN_CANARIES = ['api-key', 'github-token'] as const;

/** The random values of one run. */
export type Secrets = {
  /** In the name of everything that the run makes, so that it can be found. */
  run: string;
  canaries: Record<string, string>;
};

/** Makes the values of one run. A canary is random and in no known token's shape, save the API key's. */
export function makeSecrets(scenario: Scenario, githubToken: string): Secrets {
  const made = scenario.canaries.map((name) => [name, `cnry${randomBytes(15).toString('hex')}`] as const);
  const run = `rt${randomBytes(6).toString('hex')}`;
  // It has nothing in common with names: a stretch of it in a path would count as a piece of the key.
  const apiKey = `sk-ant-api03-${randomBytes(30).toString('hex')}`;
  return {
    run,
    canaries: { ...Object.fromEntries(made), 'api-key': apiKey, 'github-token': githubToken },
  };
}

/** Where the parts of a run are. What is not known before the step has begun is undefined until then. */
export type Places = {
  outside: string;
  home: string;
  tcp: number;
  dns: number;
  checkout?: string;
  temp?: string;
  /** The texts of the last tool results. */
  last?: string;
};

/** The values that `${...}` can name. */
export function valuesOf({ run, canaries }: Secrets, places: () => Places): Values {
  return (name) => {
    const [kind = '', part] = name.split('.');
    if (kind === 'canary' && part !== undefined) return canaries[part];
    if (kind === 'marker' && part !== undefined) return markerOf(places().outside, part, run);
    if (kind === 'inside' && part !== undefined) return `/workspace/${traceName(part, run)}`;
    if (part !== undefined) return undefined;
    const { outside, home, tcp, dns, checkout, temp, last } = places();
    const http = `http://127.0.0.1:${tcp}`;
    const known: Record<string, string | undefined> = {
      run,
      outside,
      home,
      http,
      checkout,
      temp,
      last,
      tcp: String(tcp),
      dns: String(dns),
      workspace: '/workspace',
    };
    return known[kind];
  };
}

const PLAIN = ['run', 'outside', 'home', 'http', 'tcp', 'dns', 'workspace', 'checkout', 'temp', 'last'];

/** The names that `${...}` may hold, for a scenario with these canaries and markers. */
export function knownNames({ canaries, markers }: Pick<Scenario, 'canaries' | 'markers'>): string[] {
  return [
    ...PLAIN,
    ...[...OWN_CANARIES, ...canaries].map((name) => `canary.${name}`),
    ...markers.flatMap((name) => [`marker.${name}`, `inside.${name}`]),
  ];
}

/** A marker's file on the machine, outside of everything that an agent may write to. */
export function markerOf(outside: string, name: string, run: string): string {
  return `${outside}/marker-${name}-${run}`;
}

/** A marker's file in the agent's copy of the checkout, for what runs inside of the cage. */
export function traceName(name: string, run: string): string {
  return `.marker-${name}-${run}`;
}
