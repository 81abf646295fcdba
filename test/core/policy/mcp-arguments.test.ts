import { expect, test } from 'vitest';
import type { McpArgument } from '../../../core/config/mcp-servers.ts';
import { judge } from '../../../core/policy/judge.ts';
import type { McpTool } from '../../../core/policy/mcp-server.ts';
import { mcpArguments } from '../../../core/policy/rules/mcp-arguments.ts';
import { emptyPlan } from './empty-plan.ts';

/** What the rule says of a call of `mcp__b__y`, the second tool of the second server, which takes `input`. */
function said(input: McpTool['input'], given: unknown): string {
  const tool = (name: string, its: McpTool['input'] = {}): McpTool => ({ name, sha256: null, input: its });
  const mcpServers = [
    { name: 'a', command: ['a'], tools: [tool('mcp__a__y')] },
    { name: 'b', command: ['b'], tools: [tool('mcp__b__x'), tool('mcp__b__y', input)] },
  ];
  const call = { tool: 'mcp__b__y', input: given, actor: 'main' };
  const verdict = judge(call, { ...emptyPlan, mcpServers }, [], [mcpArguments]);
  return verdict.allow ? 'allowed' : `${verdict.because} ${verdict.remedy}`;
}

const input: McpTool['input'] = {
  query: { type: 'string' },
  limit: { type: 'integer', optional: true },
};
const takes = 'It takes query, limit, within the limits of the profile.';

test.each<[unknown, string]>([
  [null, 'no mapping of arguments'],
  ['query', 'no mapping of arguments'],
  [undefined, 'no mapping of arguments'],
  [[], 'no mapping of arguments'],
  [{}, 'no query'],
  [{ limit: 1 }, 'no query'],
  [{ query: 1 }, 'a value of query that does not fit'],
  [{ query: 'a', limit: 'secret' }, 'a value of limit that does not fit'],
  [{ query: 'a', limit: undefined }, 'a value of limit that does not fit'],
  [{ query: 'a', file: 'secret', b: 1 }, 'the argument "file", which it does not take'],
  [{ query: 'a', 'x"\n': 1 }, 'the argument "x\\"\\n", which it does not take'],
  [{ query: 'a', ['x'.repeat(81)]: 1 }, `the argument "${'x'.repeat(80)}", which it does not take`],
])('a call with %.60j is refused: %s', (given, misfit) => {
  expect(said(input, given)).toBe(`mcp__b__y was called with ${misfit}. ${takes}`);
});

test('a tool that takes nothing says so', () => {
  expect(said({}, {})).toBe('allowed');
  expect(said({}, { a: 1 })).toBe(
    'mcp__b__y was called with the argument "a", which it does not take. It takes no arguments, within the limits of the profile.',
  );
});

test.each([{}, { mcpServers: [] }])('a tool of no server of the profile is refused: %j', (change) => {
  const call = { tool: 'mcp__b__y', input: {}, actor: 'main' };
  expect(judge(call, { ...emptyPlan, ...change }, [], [mcpArguments])).toEqual({
    allow: false,
    rule: 'mcp-arguments',
    because: 'mcp__b__y is a tool that no MCP server of this agent declares.',
    remedy: 'Use another tool.',
  });
});

const text = (length: number) => 'x'.repeat(length);
const many = (length: number) => Array.from({ length }, () => 'x');

test.each<[McpArgument, unknown[], unknown[]]>([
  [{ type: 'boolean' }, [true, false], ['true', 1, null]],
  [{ type: 'integer' }, [0, -5, Number.MAX_SAFE_INTEGER], [0.5, 2 ** 53, '1', null, NaN, true]],
  [{ type: 'integer', min: 1 }, [1, 1000], [0]],
  [{ type: 'integer', max: 5 }, [5, -1000], [6]],
  [{ type: 'number' }, [0, 0.5, -1e300], [Infinity, -Infinity, NaN, '1', null]],
  [{ type: 'number', min: 0.5, max: 0.75 }, [0.5, 0.75], [0.49, 0.76]],
  [{ type: 'string' }, ['', text(1000)], [text(1001), 1, null, ['x']]],
  [{ type: 'string', max_length: 2 }, ['xx'], ['xxx']],
  [{ type: 'string', max_length: 2000 }, [text(2000)], [text(2001)]],
  [{ type: 'string', pattern: 'x*' }, ['', text(256)], [text(257), 'y', 'xy']],
  [{ type: 'string', pattern: 'x*', max_length: 2 }, ['xx'], ['xxx']],
  [{ type: 'string', pattern: 'x*', max_length: 500 }, [text(256)], [text(257)]],
  [{ type: 'string', enum: ['a', 'b'] }, ['a', 'b'], ['', 'c', 'ab']],
  [{ type: 'string', enum: ['a', 'xx'], pattern: 'x*' }, ['xx'], ['a', 'x']],
  [{ type: 'strings' }, [[], many(100), [text(1000)]], [many(101), [text(1001)], 'x', { 0: 'x' }, null]],
  [{ type: 'strings', max_items: 2 }, [many(2)], [many(3)]],
  [{ type: 'strings', max_items: 200 }, [many(200)], [many(201)]],
  [{ type: 'strings', enum: ['x'] }, [['x', 'x']], [['x', 'y'], [1]]],
])('of %j only what fits is passed on', (argument, fitting, others) => {
  const answers = (values: unknown[]) =>
    new Set(values.map((value) => said({ a: argument }, { a: value }).split('.')[0]));
  expect(answers(fitting)).toEqual(new Set(['allowed']));
  expect(answers(others)).toEqual(new Set(['mcp__b__y was called with a value of a that does not fit']));
});
