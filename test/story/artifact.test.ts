import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lastToolResults } from '../../lab/model/script.ts';
import { begin, API_KEY } from './story.ts';

/* The real CLI makes files in the real cage, and asks for them to be kept. */

const config = `version: 1
agents:
  writer:
    description: Writes reports
    system_prompt: You write.
    tools: [Read, Write, Bash]
    disallowed_tools: ["Read(private/**)"]
    outputs: [comment, artifact: { files: 2, max_kb: 10 }]
`;

type Call = { tool: string; input: Record<string, unknown> };
const write = (path: string, content: string): Call => ({
  tool: 'Write',
  input: { file_path: `/workspace/${path}`, content },
});
const bash = (command: string): Call => ({ tool: 'Bash', input: { command } });
const keep = (...files: { name: string; path: string }[]): Call => ({
  tool: 'mcp__dispatch__artifact',
  input: { files },
});
const REPORT = keep({ name: 'report.md', path: 'out/report.md' });

async function written(...calls: Call[]) {
  const told: string[] = [];
  const story = await begin({
    files: { '.github/dispatch.yml': config, 'private/plan.md': 'closed' },
    model: (request, turn) => {
      told.push(...lastToolResults(request).map(({ text }) => text));
      const call = calls[turn];
      return call === undefined ? { text: 'Written.' } : { calls: [call] };
    },
  });
  await story.says('/dispatch writer write a report');
  const left = new Map<string, Buffer>();
  const pattern = 'runner/*/*/work/_temp/agent-dispatch-result-*';
  for (const folder of globSync(pattern, { cwd: story.root }))
    for (const path of globSync('**/*.*', { cwd: join(story.root, folder) }))
      left.set(path, readFileSync(join(story.root, folder, path)));
  return { ...story, told, left, body: story.replies().at(-1)?.at(-1) ?? '' };
}

test('a report is kept in the artifact, listed with its digest, and the comment links to it', async () => {
  const { told, left, body, github } = await written(write('out/report.md', '# All is well\n'), REPORT);
  expect(told.at(-1)).toBe('Taken.');
  expect(left.get('files/report.md')?.toString()).toBe('# All is well\n');
  expect(JSON.parse(String(left.get('result.json')))).toMatchObject({
    kept: { became: 'kept', files: [{ name: 'report.md', bytes: 14 }] },
  });
  expect(body).toMatch(
    /✅ writer is done[^]*Written\.[^]*\[Artifact with 1 file\][^]*`report\.md` \(14 bytes\)/,
  );
  expect(String(left.get('summary.md'))).toMatch(
    /Handed in: artifact\. In the run's artifact below `files\/`: `report\.md`/,
  );
  expect(String(left.get('report.html'))).toContain('report.md');
  expect(github.violations).toEqual([]);
});

test('what is wrong is told while it can be mended', async () => {
  const { told, left, body } = await written(
    bash(
      'mkdir out && ln -s /etc/passwd out/link.md && ln src/add.js out/twin.md && head -c 20000 /dev/zero | tr "\\\\0" x > out/big.md',
    ),
    keep({ name: 'link.md', path: 'out/link.md' }, { name: 'twin.md', path: 'out/twin.md' }),
    keep({ name: 'plan.md', path: 'private/plan.md' }, { name: 'head.txt', path: '.git/HEAD' }),
    keep({ name: 'big.md', path: 'out/big.md' }, { name: 'none.md', path: 'out/none.md' }),
    keep({ name: 'big.md', path: 'out/big.md' }),
    write('out/report.md', 'mended'),
    REPORT,
  );
  const all = told.join('\n');
  expect(all).toMatch(/file 1 is a symbolic link; file 2 has more than one name/);
  expect(all).toMatch(/file 1 is none of the paths[^;]*; file 2 is none of the paths/);
  expect(all).toMatch(/file 2 is not there/);
  expect(all).toMatch(/the files take 20 kB together and may take 10 kB/);
  expect(told.at(-1)).toBe('Taken.');
  expect([...left.keys()].filter((name) => name.startsWith('files/'))).toEqual(['files/report.md']);
  expect(body).toMatch(/Artifact with 1 file/);
});

test.each<[string, Call[], RegExp]>([
  ['has become a link', [bash('ln -sf /etc/passwd out/report.md')], /out\/report\.md is a symbolic link/],
  ['has become another file', [bash('printf "\\\\0" > out/report.md')], /report\.md does not hold text/],
  ['is gone', [bash('rm -r out')], /out\/report\.md is not there/],
])(
  'of a file that %s after it was handed in nothing is kept, and it is said why',
  async (_, calls, words) => {
    const { told, left, body } = await written(write('out/report.md', 'good'), REPORT, ...calls);
    expect(told.join('\n')).toContain('Taken.');
    expect([...left.keys()].filter((name) => name.startsWith('files/'))).toEqual([]);
    expect(body).toMatch(/Not posted: artifact/);
    expect(body).toMatch(words);
  },
);

test('its own key is masked in a file, and the comment says so', async () => {
  const { left, body } = await written(write('out/report.md', `the key is ${API_KEY}\n`), REPORT);
  expect(left.get('files/report.md')?.toString()).toMatch(/^the key is \[redacted: [^\]]*\]\n$/);
  expect(body).toMatch(/`report\.md` \(\d+ bytes, 1 secret masked\)/);
  expect([...left.values()].some((bytes) => bytes.includes(API_KEY))).toBe(false);
});
