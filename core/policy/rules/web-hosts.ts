import { isAllowedHost, readHostPatterns, type HostPattern } from '../../egress/host.ts';
import { stringField } from '../field.ts';
import type { Objection } from '../objection.ts';
import type { Rule } from '../rule.ts';
import { domainOf, listsOf } from '../tool-rule.ts';

/** What is fetched comes from a host that the profile opens, over HTTPS, at its usual port. */
export const webHosts = {
  name: 'web-hosts',
  docs: {
    refuses:
      'WebFetch of an address that is not HTTPS at a host of `egress`, has a port, a user or a password in it, or is ' +
      'of a host that `allowed_tools` does not list or `disallowed_tools` does.',
    why: 'An address is also a message to whoever reads the log of that host.',
    refused: { call: 'WebFetch(https://example.org/a)', profile: { egress: ['docs.example.com'] } },
    allowed: { call: 'WebFetch(https://docs.example.com/a)', profile: { egress: ['docs.example.com'] } },
    change: 'Name the host in `egress`, if what the agent has read may be told to it.',
  },
  looksAt: 'lists',
  check(call, plan) {
    if (call.tool !== 'WebFetch') return 'pass';
    const host = hostOf(stringField(call.input, 'url'));
    if (typeof host !== 'string') return host;
    const { egress = [] } = plan;
    if (!isAllowedHost(host, readHostPatterns(egress))) return closed(host, egress.join(', '));
    const { allow, deny } = listsOf(plan, 'WebFetch');
    if (isAllowedHost(host, domains(deny))) return closed(host, 'disallowed_tools names it');
    if (allow.includes('*') || isAllowedHost(host, domains(allow))) return 'pass';
    return closed(
      host,
      domains(allow)
        .map(({ name, below }) => (below ? `*.${name}` : name))
        .join(', '),
    );
  },
} satisfies Rule;

/** `https://host/…` in one reading only: what parsers differ about is refused. */
const ADDRESS = /^https:\/\/([A-Za-z0-9.-]+)(?:[/?#][^\s\\\p{Cc}]*)?$/u;

function hostOf(url: string | undefined): string | Objection {
  const host = url?.match(ADDRESS)?.[1];
  if (host !== undefined) return host.toLowerCase();
  return {
    because: 'The address is not a plain HTTPS address: https://, the name of a host, and a path.',
    remedy: 'Write it without a port, a user, a password, spaces or backslashes, and with https.',
  };
}

function domains(patterns: readonly string[]): HostPattern[] {
  return patterns.map(domainOf).filter((read) => typeof read !== 'string');
}

function closed(host: string, open: string): Objection {
  return {
    because: `${host} is none of the hosts that this agent may fetch from (${open || 'none'}).`,
    remedy: 'Use one of those, or have the host added to `egress`.',
  };
}
