import { describe, expect, test } from 'vitest';
import { fitsPattern, LONGEST_MATCHED, problemOfPattern } from '../../../core/config/argument-pattern.ts';
import { readConfig } from '../../../core/config/read.ts';

/** A file whose one agent has these lines, each indented by four spaces. */
const file = (...lines: string[]) =>
  [
    'version: 1',
    'agents:',
    '  a:',
    '    description: x',
    '    system_prompt: y',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
const PIN = 'a'.repeat(64);
const server = (tools: string, command = '[node, notes.mjs]') => [
  'mcp_servers:',
  '  notes:',
  `    command: ${command}`,
  `    tools: ${tools}`,
];
const tool = (input: string) => server(`{ search: { input: ${input} } }`);
const input = '{ query: { type: string, max_length: 200 } }';

function read(...lines: string[]) {
  const result = readConfig(file(...lines), 'dispatch.yml');
  if ('problems' in result)
    return result.problems.map(({ line, column, key, message }) => `${line}:${column} ${key}: ${message}`);
  return result.config.agents['a'];
}

describe('mcp_servers', () => {
  test('give the agent their tools by exact name', () => {
    expect(
      read(...server(`{ search: { sha256: ${PIN}, input: ${input} }, list: { input: {} } }`)),
    ).toMatchObject({
      tools: ['Read', 'Grep', 'Glob', 'mcp__notes__search', 'mcp__notes__list'],
      allowed_tools: ['Read', 'Grep', 'Glob', 'mcp__notes__search', 'mcp__notes__list'],
    });
    const two = server(`{ search: { input: ${input} }, list: { input: {} } }`);
    expect(
      read(...two, 'allowed_tools: [Read, mcp__notes__list]', 'tainted_tools: [mcp__notes__list]'),
    ).toMatchObject({
      allowed_tools: ['Read', 'mcp__notes__list'],
      tainted_tools: ['mcp__notes__list'],
    });
    expect(read(...two, 'disallowed_tools: [mcp__notes__list]')).toMatchObject({
      tools: ['Read', 'Grep', 'Glob', 'mcp__notes__search'],
    });
  });

  test('of which no tool is left are not started', () => {
    expect(read(...tool(input), 'disallowed_tools: [mcp__notes__search]')).toMatchObject({ mcp_servers: {} });
  });

  test('take every kind of argument', () => {
    const kinds =
      '{ a: { type: string, enum: [x, y] }, b: { type: strings, max_items: 3, pattern: "[a-z]+" }, ' +
      'c: { type: integer, min: 1, max: 5, optional: true }, d: { type: number }, e: { type: boolean } }';
    expect(read(...tool(kinds))).toMatchObject({
      tools: expect.arrayContaining(['mcp__notes__search']) as unknown,
    });
  });

  test.each<[string[], string]>([
    [['mcp_servers: [a]'], '6:18 agents.a.mcp_servers: `mcp_servers` is a list.'],
    [['mcp_servers: { Notes: {} }'], '6:20 agents.a.mcp_servers.Notes: `Notes` cannot name an MCP server.'],
    [['mcp_servers: { a_b: {} }'], '6:20 agents.a.mcp_servers.a_b: `a_b` cannot name an MCP server.'],
    [['mcp_servers: { notes: {} }'], '6:20 agents.a.mcp_servers.notes.command: `command` is missing for the agent `a`.'],
    [server('{}'), '7:7 agents.a.mcp_servers.notes: The MCP server notes has no tools.'],
    [server('{ search: {} }'), '9:18 agents.a.mcp_servers.notes.tools.search.input: `input` is missing for the agent `a`.'],
    [server('{ "a b": { input: {} } }'), '9:18 agents.a.mcp_servers.notes.tools.a b: `a b` cannot name an MCP tool.'],
    [server('{ search: { input: {} } }', 'node notes.mjs'), '8:18 agents.a.mcp_servers.notes.command: `command` is `node notes.mjs`.'],
    [server('{ search: { input: {} } }', '[]'), '8:18 agents.a.mcp_servers.notes.command: `command` is an empty list.'],
    [server('{ search: { input: {} } }', '[A=b, node]'), '8:19 agents.a.mcp_servers.notes.command[0]: The program of `command` begins with a dash or holds an equals sign.'],
    [server('{ search: { input: {} } }', '[-S, node]'), '8:19 agents.a.mcp_servers.notes.command[0]: The program of `command` begins with a dash or holds an equals sign.'],
    [[...server('{ search: { input: {} } }'), '    env: [A]'], '10:9 agents.a.mcp_servers.notes.env: There is no key `env` here'],
    [server('{ search: { sha256: abc, input: {} } }'), '9:36 agents.a.mcp_servers.notes.tools.search.sha256: `sha256` is `abc`.'],
    [tool('{ query: {} }'), '.search.input.query.type: `type` is missing for the agent `a`.'],
    [tool('{ query: { type: text } }'), '.search.input.query.type: `type` is `text`.'],
    [tool('{ query: { type: boolean, max_length: 3 } }'), '.search.input.query.max_length: There is no key `max_length` here'],
    [tool('{ query: { type: string, enum: [] } }'), '.search.input.query.enum: `enum` is an empty list.'],
    [tool('{ query: { type: string, enum: [x, 1] } }'), '.search.input.query.enum[1]: `enum` holds `1`.'],
    [tool('{ query: { type: string, pattern: "(a+)+" } }'), '.search.input.query.pattern: '],
    [tool('{ query: { type: string, pattern: "a*b*c*d*" } }'), '.search.input.query.pattern: This `pattern` repeats more than 3 times'],
    [tool('{ query: { type: string, pattern: "[a" } }'), '.search.input.query.pattern: This `pattern` is no regular expression.'],
    [tool('{ query: { type: integer, min: 3, max: 2 } }'), '.search.input.query.min: `min` is more than `max`.'],
    [[...tool(input), 'allowed_tools: [mcp__notes__other]'], '10:21 agents.a.allowed_tools[0]: `allowed_tools` holds an MCP tool that no server of the agent declares.'],
    [[...tool(input), 'disallowed_tools: [mcp__other__search]'], '10:24 agents.a.disallowed_tools[0]: `disallowed_tools` holds an MCP tool that no server of the agent declares.'],
    [[...tool(input), 'tainted_tools: [mcp__notes__other]'], '10:21 agents.a.tainted_tools[0]: `tainted_tools` holds an MCP tool that no server of the agent declares.'],
    [[...tool(input), "allowed_tools: ['mcp__notes__*']"], '10:21 agents.a.allowed_tools[0]: `allowed_tools` holds `mcp__notes__*`'],
    [[...tool(input), "allowed_tools: ['mcp__notes__search(x)']"], '10:21 agents.a.allowed_tools[0]: `allowed_tools` holds `mcp__notes__search(x)`'],
    [[...tool(input), 'tools: [mcp__notes__search]'], '10:13 agents.a.tools[0]: `tools` holds `mcp__notes__search`: tools of MCP servers are declared in `mcp_servers`'],
  ])('%j is a problem at its place', (lines, problem) => {
    const found = read(...lines);
    expect(Array.isArray(found) ? found.join('\n') : 'no problem').toContain(problem);
  }); // prettier-ignore
});

describe('a pattern', () => {
  test('stands for the whole value', () => {
    expect(['a-1', 'a-1 ', 'xa-1', 'a-1\n'].map((value) => fitsPattern('a-[0-9]|b', value))).toEqual([
      true, false, false, false,
    ]); // prettier-ignore
  });

  test.each(['a*a*a*b', '[a-z]*.*a*b', 'a{1,256}a{1,256}a{1,256}b', 'a?|a+a+b'])(
    '%s that is allowed takes a short time for the worst value',
    (pattern) => {
      expect(problemOfPattern(pattern)).toBeNull();
      // Of this process: what else the machine does is no matter.
      const began = process.cpuUsage();
      expect(fitsPattern(pattern, `${'a'.repeat(LONGEST_MATCHED - 1)}c`)).toBe(false);
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(500);
    },
  );

  test.each(['a*a*a*a*b', '(a+)+', '(?=a)b', 'a\\\\*b*c*d*', '\\1', '[z-a]'])(
    '%s is not allowed',
    (pattern) => {
      expect(problemOfPattern(pattern)).not.toBeNull();
    },
  );
});
