import type { Config } from '../config/config.ts';

/** Where GitHub looks for the policy of its own egress firewall. */
export const firewallPath = '.github/egress-firewall.yaml';

/** Hosts that the job around an agent talks to itself, besides those that the firewall allows anyway. */
const OF_THE_JOB = [
  ['api.github.com', 'the step reads the configuration'],
  ['api.anthropic.com', 'the broker asks the model'],
  ['registry.npmjs.org', 'the step installs the claude CLI'],
  ['azure.archive.ubuntu.com', 'the step installs bubblewrap and socat where they are missing'],
  ['archive.ubuntu.com', 'the same, when that mirror does not answer'],
] as const;

/**
 * The policy file for GitHub's own egress firewall (technical preview: `runs-on: ubuntu-24.04-firewall`), as
 * YAML: what the job needs and what its agents may reach. `gateway` is the host of another model API. A policy
 * cannot hold wildcards, so these are told in comments. Source: github-early-access/actions-native-egress-firewall.
 */
export function firewallFile(config: Config, gateway: string | null): string {
  const model = gateway ?? 'api.anthropic.com';
  const job = OF_THE_JOB.map(([host, why]) => [host === 'api.anthropic.com' ? model : host, why] as const);
  const agents = Object.entries(config.agents).flatMap(([name, agent]) =>
    agent.egress.map((host) => [host, name] as const),
  );
  const exact = [...new Set(agents.map(([host]) => host))].filter((host) => !host.startsWith('*.'));
  const wild = [...new Set(agents.map(([host]) => host))].filter((host) => host.startsWith('*.'));
  const of = (host: string) => agents.filter(([one]) => one === host).map(([, name]) => name);
  const known = new Set<string>(job.map(([host]) => host));
  return [
    '# Made by `dispatch egress-firewall` from .github/dispatch.yml; make it again when that changes.',
    '# It works on the runner `ubuntu-24.04-firewall`, and is read from the commit that a workflow runs at.',
    '# GitHub always adds github.com, codeload.github.com and its own actions and blob storage hosts; who wants to',
    '# be rid of these sets no-default-urls: true and names what the job needs of them.',
    'mode: enforce',
    'allow:',
    ...job.map(([host, why]) => `  - ${host} # ${why}`),
    ...exact
      .filter((host) => !known.has(host))
      .map((host) => `  - ${host} # egress of ${of(host).join(', ')}`),
    ...wild.map(
      (host) =>
        `  # ${host} (egress of ${of(host).join(', ')}): the firewall takes no wildcards; name its hosts here.`,
    ),
    '',
  ].join('\n');
}
