import type { Config } from '../config/config.ts';

/** Where GitHub looks for the policy of its own egress firewall. */
export const firewallPath = '.github/egress-firewall.yaml';

/** What a job and its agents reach. `unnamed` are patterns that a policy cannot hold. */
export type FirewallPolicy = {
  mode: 'enforce';
  allow: { host: string; because: string }[];
  unnamed: { pattern: string; because: string }[];
};

const MODEL = 'api.anthropic.com';

/** Hosts that the job around an agent talks to itself, besides those that the firewall allows anyway. */
const OF_THE_JOB = [
  { host: 'api.github.com', because: 'the step reads the configuration' },
  { host: MODEL, because: 'the broker asks the model' },
  { host: 'registry.npmjs.org', because: 'the step installs the claude CLI' },
  {
    host: 'azure.archive.ubuntu.com',
    because: 'the step installs bubblewrap and socat where they are missing',
  },
  { host: 'archive.ubuntu.com', because: 'the same, when that mirror does not answer' },
];

/** What the firewall has to let through: what the job needs, with `gateway` in the place of the model's API, and its agents. */
export function firewallPolicy(config: Config, gateway: string | null): FirewallPolicy {
  const agents = new Map<string, string[]>();
  // What a group reaches, one of its agents does.
  for (const [name, { egress, group }] of Object.entries(config.agents))
    for (const host of group === undefined ? egress : [])
      agents.set(host, [...(agents.get(host) ?? []), name]);
  const egressOf = (host: string) => {
    const names = agents.get(host);
    return names === undefined ? [] : [`egress of ${names.join(', ')}`];
  };
  const job = OF_THE_JOB.map(({ host: named, because }) => {
    const host = named === MODEL ? (gateway ?? MODEL) : named;
    return { host, because: [because, ...egressOf(host)].join('; ') };
  });
  const others = [...agents.keys()].filter((host) => !job.some((one) => one.host === host));
  const told = (host: string) => egressOf(host).join();
  return {
    mode: 'enforce',
    allow: [...job, ...others.filter((host) => !isWild(host)).map((host) => ({ host, because: told(host) }))],
    unnamed: others.filter(isWild).map((pattern) => ({ pattern, because: told(pattern) })),
  };
}

function isWild(host: string): boolean {
  return host.startsWith('*.');
}

/**
 * The policy file for GitHub's own egress firewall (technical preview: `runs-on: ubuntu-24.04-firewall`), as
 * YAML. Source: the README of github-early-access/actions-native-egress-firewall, November 2026.
 */
export function firewallFile({ mode, allow, unnamed }: FirewallPolicy): string {
  return [
    '# Made by `dispatch egress-firewall` from .github/dispatch.yml; make it again when that changes.',
    '# It works on the runner `ubuntu-24.04-firewall`, and is read from the commit that a workflow runs at.',
    '# GitHub always adds github.com, codeload.github.com and its own actions and blob storage hosts; who wants to',
    '# be rid of these sets no-default-urls: true and names what the job needs of them.',
    `mode: ${mode}`,
    'allow:',
    ...allow.map(({ host, because }) => `  - ${host} # ${because}`),
    ...unnamed.map(
      ({ pattern, because }) =>
        `  # ${pattern} (${because}): the firewall takes no wildcards; name its hosts here.`,
    ),
    '',
  ].join('\n');
}
