import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ZipFile, type Options } from 'yazl';
import { readArtifact } from '../../../edge/github/artifact.ts';

type Entry = { name: string; text?: string | Buffer; options?: Partial<Options>; folder?: boolean };

async function pack(entries: Entry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, text = '{}', options = {}, folder } of entries) {
    if (folder) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(text), name, options);
  }
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** yazl refuses bad names itself, so a good name of the same length is overwritten in the bytes. */
function rename(zip: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length);
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

/** The same zip, whose end says that there are so many entries. */
function claiming(zip: Buffer, entries: number): Buffer {
  const claimed = Buffer.from(zip);
  const end = claimed.lastIndexOf('PK\u0005\u0006');
  claimed.writeUInt16LE(entries, end + 8);
  claimed.writeUInt16LE(entries, end + 10);
  return claimed;
}

const good: Entry[] = [
  { name: 'result.json', text: '{"version":1}' },
  { name: 'audit.jsonl', text: 'a\nb\n' },
  { name: 'summary.md', text: '# ünïcode' },
];

const read = (texts: object, kept: [string, { bytes: number; sha256: string }][] = []) => ({
  texts,
  kept: new Map(kept),
});

test('the result is read; the record and the summary stay packed', async () => {
  expect(await readArtifact(await pack(good))).toEqual(read({ 'result.json': '{"version":1}' }));
});

test('the page for people is passed over, whatever it holds', async () => {
  const page = { name: 'report.html', text: 'x'.repeat(3_000_000) };
  expect(await readArtifact(await pack([page, ...good]))).toEqual(await readArtifact(await pack(good)));
});

test('a run that died early may leave fewer', async () => {
  expect(await readArtifact(await pack(good.slice(0, 1)))).toEqual(read({ 'result.json': '{"version":1}' }));
  expect(await readArtifact(await pack([]))).toEqual(read({}));
});

test('exactly one MiB is still read', async () => {
  const text =
    Array.from({ length: 65_536 }, (_, line) => line.toString(16).padStart(15, '0')).join('\n') + '\n';
  const files = await readArtifact(await pack([{ name: 'result.json', text }]));
  expect(files).toEqual(read({ 'result.json': text }));
});

const call = (at: number) =>
  JSON.stringify({ entry: { seq: at, input: { text: randomBytes(500).toString('hex') } } });

test('the record of the largest run that a profile allows is no reason to refuse it, and is not unpacked', async () => {
  const text = Array.from({ length: 12_000 }, (_, at) => call(at)).join('\n');
  expect(text.length).toBeGreaterThan(10 * 1_048_576);
  const files = await readArtifact(await pack([...good.slice(0, 1), { name: 'audit.jsonl', text }]));
  expect(files).toEqual(read({ 'result.json': '{"version":1}' }));
});

test.each([
  ['large', () => Buffer.alloc(73 * 1_048_576, 'call\n')],
  ['a bomb', () => Buffer.alloc(200 * 1_048_576)],
])('a record that is %s is no reason to lose the result beside it', async (_, text) => {
  const files = await readArtifact(await pack([...good.slice(0, 1), { name: 'audit.jsonl', text: text() }]));
  expect(files).toEqual(read({ 'result.json': '{"version":1}' }));
});

test('of files that are kept we learn how large they are, and their digests', async () => {
  const files = [
    { name: 'files/report.md', text: 'kept' },
    { name: 'files/p.png', text: Buffer.from([0x89, 0xff, 0]) },
  ];
  const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
  expect(await readArtifact(await pack([...files, ...good]))).toEqual(
    read({ 'result.json': '{"version":1}' }, [
      ['report.md', { bytes: 4, sha256: sha256('kept') }],
      ['p.png', { bytes: 3, sha256: sha256(Buffer.from([0x89, 0xff, 0])) }],
    ]),
  );
});

describe('the whole is refused for', () => {
  const cases: [string, () => Promise<Buffer>, RegExp][] = [
    ['another file', () => pack([...good, { name: 'evil.sh' }]), /evil\.sh/],
    ['a file in a folder', () => pack([{ name: 'a/result.json' }]), /a\/result\.json/],
    ['a folder', () => pack([{ name: 'result', folder: true }]), /result\//],
    ['a name in other case', () => pack([{ name: 'RESULT.JSON' }]), /RESULT\.JSON/],
    ['the same file twice', () => pack([...good, { name: 'result.json' }]), /twice/],
    ['a symlink', () => pack([{ name: 'result.json', options: { mode: 0o120777 } }]), /plain file/],
    ['a device', () => pack([{ name: 'result.json', options: { mode: 0o020666 } }]), /plain file/],
    ['a path upwards', async () => rename(await pack([{ name: 'xx/result.json' }]), 'xx/', '../'), /\.\.\//],
    ['an absolute path', async () => rename(await pack([{ name: 'xresult.json' }]), 'xr', '/r'), /absolute/],
    [
      'a Windows path',
      async () => rename(await pack([{ name: 'x/result.json' }]), 'x/', 'x\\'),
      /x\\|invalid/,
    ],
    [
      'more than 1 MiB',
      () => pack([{ name: 'result.json', text: 'x'.repeat(1_048_577) }]),
      /larger than 1 MiB/,
    ],
    ['a bomb', () => pack([{ name: 'result.json', text: Buffer.alloc(1_048_576) }]), /times its size/],
    ['too many entries', () => pack(Array.from({ length: 29 }, (_, n) => ({ name: `f${n}` }))), /29 entries/],
    ['a kept file in a folder', () => pack([{ name: 'files/a/b.md' }]), /files\/a\/b\.md/],
    ['a kept file with a hidden name', () => pack([{ name: 'files/.env' }]), /files\/\.env/],
    [
      'a kept file that climbs',
      async () => rename(await pack([{ name: 'files/xx/a.md' }]), 'xx/', '../'),
      /\.\.\//,
    ],
    [
      'two kept files of one name but for its case',
      () => pack([{ name: 'files/a.md' }, { name: 'files/A.md' }]),
      /twice/,
    ],
    [
      'a kept file that is a link',
      () => pack([{ name: 'files/a.md', options: { mode: 0o120777 } }]),
      /plain file/,
    ],
    ['a kept bomb', () => pack([{ name: 'files/a.md', text: Buffer.alloc(2_000_000) }]), /times its size/],
    [
      'kept files beyond all limits',
      () => pack([{ name: 'files/a.md', text: randomBytes(20_000_001), options: { compress: false } }]),
      /too large to be kept/,
    ],
    ['65,534 entries, as its end says', async () => claiming(await pack(good), 65_534), /65534 entries/],
    [
      'a zip in it',
      async () => pack([...good, { name: 'nested.zip', text: await pack(good) }]),
      /nested\.zip/,
    ],
    [
      'a bomb in pieces, each of them allowed',
      () => pack(good.map(({ name }) => ({ name, text: Buffer.alloc(900_000) }))),
      /times its size/,
    ],
    ['bytes that are not UTF-8', () => pack([{ name: 'result.json', text: Buffer.from([0xff]) }]), /UTF-8/],
    ['noise', () => Promise.resolve(Buffer.from('PK noise')), /cannot be read/],
    ['nothing', () => Promise.resolve(Buffer.alloc(0)), /cannot be read/],
  ];
  test.each(cases)('%s', async (_, zip, because) => {
    expect(await readArtifact(await zip())).toMatchObject({
      refused: true,
      code: 'artifact-refused',
      because: expect.stringMatching(because),
    });
  });

  test('a file that unpacks to more than it says', async () => {
    const zip = await pack([{ name: 'result.json', text: 'x'.repeat(2_000_000) }]);
    const claimed = Buffer.alloc(4);
    claimed.writeUInt32LE(1000);
    const real = Buffer.alloc(4);
    real.writeUInt32LE(2_000_000);
    const lying = Buffer.from(
      zip.toString('latin1').replaceAll(real.toString('latin1'), claimed.toString('latin1')),
      'latin1',
    );
    expect(await readArtifact(lying)).toMatchObject({ code: 'artifact-refused' });
  });

  test('a zip cut short at any byte, without ever throwing', async () => {
    const zip = await pack(good);
    for (let end = 0; end < zip.length; end++) {
      expect(await readArtifact(zip.subarray(0, end))).toMatchObject({ refused: true });
    }
  });
});

test('one flipped byte anywhere never throws', async () => {
  const zip = await pack(good);
  for (let at = 0; at < zip.length; at++) {
    const flipped = Buffer.from(zip);
    flipped[at] = (flipped[at] ?? 0) ^ 0xff;
    expect(await readArtifact(flipped)).toBeTypeOf('object');
  }
});
