/** A host that an agent may reach: an exact name, or `*.` before one for the names directly below it. */
export type HostPattern = { name: string; below: boolean };

/** Longest name and longest label: what is asked of a name server leaves the machine, too. */
const LONGEST_NAME = 100;
const LONGEST_LABEL = 40;

const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** Reads one entry of a profile's `egress`. Returns the pattern, or a phrase that says what is wrong with it. */
export function readHostPattern(text: string): HostPattern | string {
  const below = text.startsWith('*.');
  const name = below ? text.slice(2) : text;
  if (name.includes('*')) return 'has a * that is not its first label';
  if (below && !name.includes('.')) return 'opens a whole top-level domain';
  const problem = problemOfName(name);
  return problem ?? { name, below };
}

/** The patterns of entries that were checked when the profile was read; what is none of them opens nothing. */
export function readHostPatterns(texts: readonly string[]): HostPattern[] {
  return texts.map(readHostPattern).filter((read) => typeof read !== 'string');
}

/** Says what keeps a text from being the name of a host, or null. Names are lower-case ASCII with two labels. */
function problemOfName(name: string): string | null {
  if (/^[^:]*:\d*$/.test(name)) return 'has a port; 80 and 443 are open, and no others';
  if (/[/:[\]]/.test(name)) return 'is an address; only the name of a host belongs here';
  if (name !== name.toLowerCase()) return 'is not in lower case';
  if (name.endsWith('.')) return 'ends with a dot';
  if (name.includes('_')) return 'has an underscore, which no host has';
  if (name.length > LONGEST_NAME) return `is longer than ${LONGEST_NAME} characters`;
  const labels = name.split('.');
  // Every spelling of an address ends in a number: 127.1, 0x7f.1, 1.2.3.4, 2130706433. No top-level domain does.
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '')) return 'is an address; only names can be reached';
  if (labels.length < 2) return 'has no dot: only full names can be reached';
  if (labels.some((label) => label.length > LONGEST_LABEL))
    return `has a label of more than ${LONGEST_LABEL} characters`;
  return labels.every((label) => LABEL.test(label)) ? null : 'is not the name of a host';
}

/** Whether a name that an agent asks for is one of its hosts. What is not a plain name is none. */
export function isAllowedHost(asked: string, patterns: readonly HostPattern[]): boolean {
  const name = asked.toLowerCase();
  if (problemOfName(name) !== null) return false;
  const parent = name.slice(name.indexOf('.') + 1);
  return patterns.some((pattern) => (pattern.below ? pattern.name === parent : pattern.name === name));
}
