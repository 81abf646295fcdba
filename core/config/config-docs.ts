/** A node of the configuration's JSON Schema, as far as the page tells of it. */
type Node = {
  type?: string;
  description?: string;
  const?: string | number | boolean;
  enum?: readonly (string | number | boolean)[];
  items?: Node;
  anyOf?: readonly Node[];
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  required?: readonly string[];
  minimum?: number;
  maximum?: number;
  maxItems?: number;
};

const INTRODUCTION = `# Configuration reference

Every key of \`.github/dispatch.yml\`, in the order of [its schema](dispatch.schema.json), from which this page is
written. The file counts from the default branch only. \`dispatch check\` reads it as a run would and names what is
wrong by line and column; [how to write a profile](policy-guide.md) explains what the keys are for, and
[recipes](recipes.md) put them together. What runs where the file says nothing is the default that a key names.`;

/** `docs/configuration.md`, from the JSON Schema of the configuration. */
export function configDocs(schema: Node): string {
  const { defaults, agents, ...others } = schema.properties ?? {};
  const agent = typeof agents?.additionalProperties === 'object' ? agents.additionalProperties : {};
  const shared = new Set(Object.keys(defaults?.properties ?? {}));
  const own = Object.keys(agent.properties ?? {}).filter((key) => !shared.has(key));
  const sections = [
    section('The file', schema, Object.keys(schema.properties ?? {})),
    section('An agent alone', agent, own),
    section('An agent, or `defaults`', agent, [...shared]),
    ...nested(agent),
    ...Object.entries(others).flatMap(([key, node]) => {
      const held = typeof node.additionalProperties === 'object' ? node.additionalProperties : node;
      return held.properties ? [section(held === node ? `\`${key}\`` : `One of \`${key}\``, held)] : [];
    }),
  ];
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

/** The keys of an agent that hold keys of their own, and the entries of lists that do. */
function nested(agent: Node): string[] {
  return Object.entries(agent.properties ?? {}).flatMap(([key, node]) => {
    const held = typeof node.additionalProperties === 'object' ? node.additionalProperties : node;
    const entries = (node.items?.anyOf ?? []).flatMap((one) => Object.entries(one.properties ?? {}));
    return [
      ...(held.properties ? [section(`\`${key}\` of an agent`, held)] : []),
      ...entries.flatMap(([name, entry]) =>
        entry.properties ? [section(`\`${name}\` in \`${key}\``, entry)] : [],
      ),
    ];
  });
}

function section(
  heading: string,
  { properties = {}, required = [] }: Node,
  keys = Object.keys(properties),
): string {
  const lines = keys.map((key) => line(key, properties[key] ?? {}, required.includes(key)));
  return [`## ${heading}`, '', ...lines].join('\n');
}

function line(key: string, node: Node, isRequired: boolean): string {
  const need = isRequired ? ', needed' : '';
  const text = (node.description ?? '').replaceAll('*', '\\*').replaceAll('<', '\\<');
  return `- \`${key}\` (${typeOf(node)}${need})${text === '' ? '' : `: ${text}`}`;
}

/** What may stand there, in words. */
function typeOf(node: Node): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum) return node.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (node.anyOf) return node.anyOf.map(typeOf).join(' or ');
  if (node.type === 'array')
    return `list of ${typeOf(node.items ?? {})}${node.maxItems === undefined ? '' : `; at most ${node.maxItems}`}`;
  if (node.type === 'object') return 'mapping';
  if (node.type === 'boolean') return '`true` or `false`';
  if (node.type === 'integer' || node.type === 'number')
    return `${node.type === 'integer' ? 'whole number' : 'number'}${rangeOf(node)}`;
  return 'text';
}

function rangeOf({ minimum, maximum }: Node): string {
  // A bound that stands for none is JavaScript's largest whole number.
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (minimum !== undefined && most !== undefined) return ` from ${minimum} to ${most}`;
  if (minimum !== undefined) return `, at least ${minimum}`;
  return most === undefined ? '' : `, at most ${most}`;
}
