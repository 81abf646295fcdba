import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { lastToolResults, readScript, turnAt } from '../../../lab/model/script.ts';
import { startModel, type ScriptedModel } from '../../../lab/model/server.ts';

const tools = [{ name: 'Read', input_schema: { type: 'object' } }];
const start = [{ role: 'user', content: 'hi' }];
const call = { type: 'tool_use', id: 'toolu_1', name: 'Read', input: {} };
const learnt = { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'hello' }] };
const second = [...start, { role: 'assistant', content: [call] }, { role: 'user', content: [learnt] }];

let model: ScriptedModel;
afterEach(() => model.close());

async function post(change: object = {}, headers: object = {}, path = '/v1/messages') {
  const body = { model: 'claude-opus-5-5', max_tokens: 10, messages: start, tools, ...change };
  const response = await fetch(model.url + path, {
    method: 'POST',
    headers: { 'anthropic-version': '2023-06-01', 'x-api-key': 'dummy', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) as Record<string, never> };
}

describe('the scripted model', () => {
  test('answers by the number of answers already given, and again the same when asked again', async () => {
    model = await startModel({ turns: [{ text: 'first' }, { text: 'second' }], closing: 'bye' });
    const texts = [];
    for (const messages of [start, start, second]) texts.push((await post({ messages })).text);
    expect(texts.map((text) => /"text":"(\w+)"/.exec(text)?.[1])).toEqual(['first', 'first', 'second']);
  });

  test('streams the events of the real API in their order', async () => {
    const input = { file_path: 'a.txt' };
    model = await startModel({ turns: [{ text: 'ab', calls: [{ tool: 'Read', input }] }] });
    const { text } = await post({ stream: true }, {}, '/v1/messages?beta=true');
    const names = [...text.matchAll(/^event: (.*)$/gm)].map((match) => match[1] ?? '');
    expect(names.filter((name, at) => name !== names[at - 1])).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_stop',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const json = [...text.matchAll(/"partial_json":("(?:[^"\\]|\\.)*")/g)].map(
      (match) => JSON.parse(match[1] ?? '""') as string,
    );
    expect(JSON.parse(json.join(''))).toEqual(input);
    expect(text).toContain('"stop_reason":"tool_use"');
  });

  test('gives a request without tools a short text, whatever the script says', async () => {
    model = await startModel({ turns: [{ text: 'scripted' }] });
    expect((await post({ tools: undefined })).text).toContain('A short title');
  });

  test('a script may be a function that sees what the tools returned', async () => {
    model = await startModel((request, index) => ({ text: `${index}:${lastToolResults(request)[0]?.text}` }));
    expect((await post({ messages: second })).text).toContain('1:hello');
  });

  test('fails as it is told: always, or so many times', async () => {
    model = await startModel({
      turns: [{ error: { status: 529, type: 'overloaded_error', times: 1 }, text: 'ok' }],
    });
    const statuses = [(await post()).status, (await post()).status];
    expect(statuses).toEqual([529, 200]);
  });

  test.each([
    ['another key', {}, { 'x-api-key': 'wrong' }, 401],
    ['an empty key', {}, { 'x-api-key': '' }, 401],
    ['no version', {}, { 'anthropic-version': '' }, 400],
    ['an unknown key', { surprise: 1 }, {}, 400],
    ['no messages', { messages: [] }, {}, 400],
    ['two tools of one name', { tools: [...tools, ...tools] }, {}, 400],
    ['a result without its call', { messages: [{ role: 'user', content: [learnt] }] }, {}, 400],
    ['what the CLI sends', { messages: second }, {}, 200],
  ])('%s', async (_name, change, headers, status) => {
    model = await startModel({ turns: [] }, { apiKey: 'dummy' });
    expect((await post(change, headers)).status).toBe(status);
    expect(model.requests).toHaveLength(1);
  });

  test('counts tokens, and knows no other address', async () => {
    model = await startModel({ turns: [] });
    const counted = await post({ max_tokens: undefined }, {}, '/v1/messages/count_tokens?beta=true');
    expect(counted.json()['input_tokens']).toBeGreaterThan(10);
    expect((await post({}, {}, '/v1/models')).status).toBe(404);
    await expect.poll(() => model.requests.map((request) => request.status)).toEqual([200, 404]);
  });
});

test('lists models for those who have the key, which is how a key is tried for free', async () => {
  model = await startModel({ turns: [] }, { apiKey: 'dummy' });
  const status = async (key: string) =>
    (await fetch(`${model.url}/v1/models?limit=1`, { headers: { 'x-api-key': key } })).status;
  expect([await status('dummy'), await status('wrong')]).toEqual([200, 401]);
});

describe('a script', () => {
  test('may repeat a turn and ends with its closing', () => {
    const script = { turns: [{ text: 'a', repeat: 2 }, { text: 'b' }], closing: 'z' };
    expect([0, 1, 2, 3, 9].map((index) => turnAt(script, index).text)).toEqual(['a', 'a', 'b', 'z', 'z']);
  });

  test('is read from a file, or refused with the file’s name', async () => {
    model = await startModel({ turns: [] });
    const folder = await mkdtemp(join(tmpdir(), 'script-'));
    const [good, bad, broken] = ['good', 'bad', 'broken'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(good, '{"turns": [{"text": "hi"}]}');
    await writeFile(bad, '{"turns": [{"txet": "hi"}]}');
    await writeFile(broken, '{');
    expect(await readScript(good)).toEqual({ turns: [{ text: 'hi' }] });
    await expect(readScript(bad)).rejects.toThrow(/bad is not a model script[\s\S]*txet/);
    await expect(readScript(broken)).rejects.toThrow(/broken is not JSON/);
    await rm(folder, { recursive: true });
  });
});
