import { expect, test } from 'vitest';
import { readHello } from '../../../core/egress/client-hello.ts';
import { helloMessage, inRecords, serverName, type Extension } from './hello.ts';

const other: Extension = [43, [2, 3, 4]];
const whole = inRecords(helloMessage([other, serverName('Good.Example'), other]));

test('the name of the server is read, in lower case', () => {
  expect(readHello(whole)).toEqual({ kind: 'server', name: 'good.example' });
});

test.each([1, 2, 7, 50])('a hello that is spread over records of %i bytes is put together', (size) => {
  const spread = inRecords(helloMessage([serverName('good.example')]), size);
  expect(readHello(spread)).toEqual({ kind: 'server', name: 'good.example' });
});

test('no beginning of a hello is taken for a whole one', () => {
  for (let length = 0; length < whole.length; length += 1)
    expect(readHello(whole.subarray(0, length))).toEqual({ kind: 'incomplete' });
});

test.each([
  ['plain HTTP', new TextEncoder().encode('GET / HTTP/1.1\r\n')],
  ['an SSH greeting', new TextEncoder().encode('SSH-2.0-x\r\n')],
  ['another record', Uint8Array.from([23, 3, 3, 0, 1, 1])],
  ['another version of records', Uint8Array.from([22, 2, 0, 0, 1, 1])],
  ['another message', inRecords([2, 0, 0, 0])],
  ['a hello without a name', inRecords(helloMessage([other]))],
  ['a hello without extensions', inRecords(helloMessage([]))],
  ['two names in one list', inRecords(helloMessage([serverName('good.example', 'bad.example')]))],
  ['two lists of names', inRecords(helloMessage([serverName('good.example'), serverName('bad.example')]))],
  ['an empty list of names', inRecords(helloMessage([[0, [0, 0]]]))],
  ['a name of another kind', inRecords(helloMessage([[0, [0, 4, 1, 0, 1, 97]]]))],
  ['extensions that say they are shorter', inRecords(helloMessage([serverName('good.example'), other], -7))],
  ['extensions that say they are longer', inRecords(helloMessage([serverName('good.example')], 7))],
])('%s names no server', (_what, bytes) => {
  expect(readHello(bytes)).toEqual({ kind: 'no-server' });
});

test.each([0xfe0d, 0xffce])('a hello that hides its server (extension %i) is told apart', (type) => {
  const hidden = inRecords(helloMessage([serverName('good.example'), [type, [0]]]));
  expect(readHello(hidden)).toEqual({ kind: 'hidden-server' });
});

test('whatever bytes come, it answers', () => {
  let seed = 7;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
  for (let round = 0; round < 5000; round += 1) {
    const bytes = whole.slice();
    for (let change = next() % 4; change >= 0; change -= 1) bytes[next() % bytes.length] = next() % 256;
    expect(readHello(bytes.subarray(0, next() % (bytes.length + 1))).kind).toBeTypeOf('string');
  }
});
