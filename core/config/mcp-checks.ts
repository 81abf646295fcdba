import { problemOfPattern } from './argument-pattern.ts';
import { valueAt } from './explain.ts';
import { isMcpTool, mcpToolsOf } from './mcp-servers.ts';
import { finding, type Finding, type Path } from './problem.ts';

/** What the schema cannot say of an agent's MCP servers. */
export function checkMcp(data: unknown, path: Path): Finding[] {
  const servers = [...path, 'mcp_servers'];
  return [
    ...entries(data, servers).flatMap(([server, at]) => [
      ...checkCommand(data, at),
      ...entries(data, [...at, 'tools']).flatMap(([, tool]) =>
        entries(data, [...tool, 'input']).flatMap(([, argument]) => checkArgument(data, argument)),
      ),
      ...(entries(data, [...at, 'tools']).length > 0
        ? []
        : [
            finding(
              at,
              `The MCP server ${server} has no tools.`,
              'List every tool that it offers, or remove it.',
              'key',
            ),
          ]),
    ]),
    ...undeclared(data, path),
  ];
}

/** The names of the tools that an agent's servers are declared to offer, read from what is written. */
export function declaredMcpTools(data: unknown, path: Path): string[] {
  const servers = entries(data, [...path, 'mcp_servers']).map(([server, at]) => {
    return [server, { tools: Object.fromEntries(entries(data, [...at, 'tools'])) }] as const;
  });
  return mcpToolsOf(Object.fromEntries(servers));
}

/** `env`, which starts the server, would take such a word for a variable or an option of its own. */
function checkCommand(data: unknown, at: Path): Finding[] {
  const program = valueAt(data, [...at, 'command', 0]);
  if (typeof program !== 'string' || !/^-|=/.test(program)) return [];
  return [
    finding(
      [...at, 'command', 0],
      'The program of `command` begins with a dash or holds an equals sign.',
      'Name the program first; variables cannot be set here.',
    ),
  ];
}

function checkArgument(data: unknown, at: Path): Finding[] {
  const of = (key: string) => valueAt(data, [...at, key]);
  const pattern = of('pattern');
  const problem = typeof pattern === 'string' ? problemOfPattern(pattern) : null;
  const [min, max] = [of('min'), of('max')];
  const none = typeof min === 'number' && typeof max === 'number' && min > max;
  return [
    ...(problem === null
      ? []
      : [
          finding(
            [...at, 'pattern'],
            `This \`pattern\` ${problem}.`,
            'Write one like [a-z0-9-]{1,40}, or list values in `enum`.',
          ),
        ]),
    ...(none ? [finding([...at, 'min'], '`min` is more than `max`.', 'Swap them.')] : []),
  ];
}

/** A tool that no server of the agent declares does not exist; a rule about it would protect nothing. */
function undeclared(data: unknown, path: Path): Finding[] {
  const declared = declaredMcpTools(data, path);
  return ['allowed_tools', 'disallowed_tools', 'tainted_tools'].flatMap((key) => {
    const list = valueAt(data, [...path, key]);
    return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((tool, index) =>
      typeof tool !== 'string' || !isMcpTool(tool) || declared.includes(tool)
        ? []
        : [
            finding(
              [...path, key, index],
              `\`${key}\` holds an MCP tool that no server of the agent declares.`,
              'Declare it in `mcp_servers`, as mcp__SERVER__TOOL is read, or remove it here.',
            ),
          ],
    );
  });
}

function entries(data: unknown, path: Path): [name: string, at: Path][] {
  const value = valueAt(data, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value).map((name) => [name, [...path, name]]);
}
