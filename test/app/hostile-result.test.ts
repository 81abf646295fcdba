import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZipFile, type Options } from 'yazl';
import type { Result } from '../../core/output/result.ts';
import { goodResult, makeWorld, type Play, type World } from './world.ts';

/*
 * The agent's job is hostile to the app through all that it can leave: the zip (M33) and the JSON in it (M42).
 * One app hears all of them, one after the other, and has to be well after each.
 */

const SECRET = 'DUMMY-TEXT-OF-A-RESULT';
const COMMAND = '/dispatch reviewer check the error handling';

type Claims = Parameters<Play>[0];
type Entry = { name: string; bytes: Buffer | string; options?: Partial<Options> };

async function pack(entries: readonly Entry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes, options = {} } of entries) zip.addBuffer(Buffer.from(bytes), name, options);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const json = (claims: Claims, changes: Partial<Result> = {}) =>
  JSON.stringify(goodResult(claims, { text: SECRET, ...changes }));
const result = (bytes: Buffer | string, options: Partial<Options> = {}): Entry[] => [
  { name: 'result.json', bytes, options },
];
const beside = (claims: Claims, ...more: Entry[]): Entry[] => [...result(json(claims)), ...more];
const renamed = async (entries: Entry[], from: string, to: string) =>
  Buffer.from((await pack(entries)).toString('latin1').replaceAll(from, to), 'latin1');

/** What a run leaves; none of it may be shown. */
const LEFT: Record<string, (claims: Claims) => Entry[] | Promise<Buffer>> = {
  'JSON nested 100,000 deep': () => result('['.repeat(100_000)),
  'a number out of range': (claims) => result(json(claims).replace('0.01', '1e400')),
  'the same key twice': (claims) => result(json(claims).replace('{', '{"outcome":"failed",')),
  'a key of a prototype': (claims) => result(json(claims).replace('{', '{"__proto__":{"text":"x"},')),
  'a key named constructor': (claims) => result(json(claims).replace('{', '{"constructor":1,')),
  'bytes that are no UTF-8': (claims) =>
    result(Buffer.concat([Buffer.from([0xff]), Buffer.from(json(claims))])),
  'a megabyte more than may be': () => result(Buffer.alloc(2 * 1024 * 1024, 'x')),
  'a bomb': () => result(Buffer.alloc(1024 * 1024)),
  'more entries than there may be': (claims) =>
    beside(claims, ...Array.from({ length: 300 }, (_, at) => ({ name: `f${at}`, bytes: '' }))),
  'a link': () => result('/proc/self/environ', { mode: 0o120777 }),
  'a device': (claims) => result(json(claims), { mode: 0o020666 }),
  'a name that climbs': (claims) =>
    renamed(beside(claims, { name: 'xx/evil.sh', bytes: SECRET }), 'xx/evil', '../evil'),
  'an absolute name': (claims) =>
    renamed(beside(claims, { name: 'xevil.sh', bytes: SECRET }), 'xevil', '/evil'),
  'the same name twice': (claims) => beside(claims, ...result(json(claims))),
  noise: () => Promise.resolve(Buffer.from('PK\u0003\u0004noise')),
};

let world: World;
let next: (claims: Claims) => Entry[] | Promise<Buffer>;
beforeAll(async () => {
  const play: Play = async (claims) => {
    const left = await next(claims);
    const zip = Buffer.isBuffer(left) ? left : await pack(left);
    return { conclusion: 'success', artifacts: [{ name: 'agent-dispatch', zip }] };
  };
  world = await makeWorld({ play });
});
afterAll(() => world.end());

async function answerTo(left: typeof next): Promise<string> {
  next = left;
  const before = world.answers().length;
  await world.says('wanda', COMMAND);
  expect(world.answers()).toHaveLength(before + 1);
  return world.answers().at(-1)?.body ?? '';
}

test.each(Object.entries(LEFT))(
  'nothing is shown of a result that is %s, and the app goes on',
  async (_, left) => {
    const body = await answerTo(left);
    expect(body).toMatch(/^## ❌ /);
    expect(body).not.toContain(SECRET);
  },
  60_000,
);

test('half characters in an answer reach the comment whole or not at all', async () => {
  const body = await answerTo((claims) => result(json(claims, { text: 'It is \ud800 and \udfff fine.' })));
  expect(body).toMatch(/It is .* fine\./);
  expect(body.isWellFormed()).toBe(true);
});

test('and a good result is shown after all of them, by an app that has not grown', async () => {
  expect(await answerTo((claims) => result(json(claims)))).toContain(SECRET);
  expect(process.memoryUsage().rss).toBeLessThan(1024 * 1024 * 1024);
  expect(world.github.violations).toEqual([]);
});
