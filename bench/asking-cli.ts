import { createInterface } from 'node:readline';
import { callAt } from '../lab/fuzz/call.ts';
import { planOf } from '../lab/fuzz/shapes.ts';

/**
 * Plays the CLI: asks about one call after the other and notes how long each answer takes, from the write of
 * the question to the answer's line. The result's text is the list of milliseconds.
 */
const count = Number(process.argv[2] ?? '1000');
const { tools, model } = planOf('tester');
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
const calls = Array.from({ length: count * 4 }, (_, index) => callAt(1, index, 'tester'))
  .filter(({ tool }) => tools.includes(tool))
  .slice(0, count);

const taken: number[] = [];
let began = 0;
const ask = () => {
  const call = calls[taken.length];
  if (call === undefined) {
    const result = JSON.stringify(taken);
    return say({ type: 'result', subtype: 'success', is_error: false, terminal_reason: 'completed', result });
  }
  const { tool: tool_name, input } = call;
  const tool_use_id = `toolu_${taken.length}`;
  const content = [{ type: 'tool_use', id: tool_use_id, name: tool_name, input }];
  say({ type: 'assistant', message: { content } });
  began = performance.now();
  say({
    type: 'control_request',
    request_id: `r${taken.length}`,
    request: { subtype: 'can_use_tool', tool_name, tool_use_id, input },
  });
};

createInterface({ input: process.stdin }).on('line', (line) => {
  if ((JSON.parse(line) as { type: string }).type === 'user')
    say({
      type: 'system',
      subtype: 'init',
      tools,
      model,
      permissionMode: 'default',
      claude_code_version: '9.9.9',
    });
  else {
    taken.push(performance.now() - began);
    const content = [
      { type: 'tool_result', tool_use_id: `toolu_${taken.length - 1}`, is_error: true, content: 'x' },
    ];
    say({ type: 'user', message: { content } });
  }
  ask();
});
