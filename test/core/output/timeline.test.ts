import { describe, expect, test } from 'vitest';
import { countCall, countEnd, MOST_DRAWN, noTimes, type CallTimes } from '../../../core/output/call-times.ts';
import { timeline } from '../../../core/output/timeline.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';

function shown(times: CallTimes, secrets: Record<string, string> = {}): string {
  const out = gate(timeline(times), 'summary', { secrets });
  return isWithheld(out) ? 'withheld' : reveal(out);
}

function timesOf(tools: readonly string[], isAllowed = true): CallTimes {
  const times = noTimes();
  tools.forEach((tool, at) => {
    countCall(times, { seq: at + 1, tool, isAllowed, atMs: at * 1000 });
    if (isAllowed) countEnd(times, at + 1, 500);
  });
  return times;
}

describe('the timeline of a run', () => {
  test('is nothing where nothing was called', () => expect(shown(noTimes())).toBe(''));

  test('draws few calls one by one, those that were not made in red', () => {
    const times = timesOf(['Read', 'mcp__docs__find']);
    countCall(times, { seq: 3, tool: 'Bash', isAllowed: false, atMs: 100_000 });
    expect(shown(times)).toBe(`\`\`\`mermaid
gantt
  title Calls of the agent, in seconds after its start
  dateFormat x
  axisFormat %s
  1 Read :0, 500
  2 mcp__docs__find :1000, 1500
  3 Bash not made :crit, 100000, 100500
\`\`\``);
  });

  test('of more calls it is a table by tool', () => {
    const many = timesOf(Array.from({ length: MOST_DRAWN + 1 }, (_, at) => (at % 3 === 0 ? 'Grep' : 'Read')));
    countCall(many, { seq: 99, tool: 'Bash', isAllowed: false, atMs: 1 });
    expect(shown(many)).toBe(`| Tool | Made | Not made | Time in all |
| --- | ---: | ---: | ---: |
| \`Grep\` | 14 | 0 | 7 s |
| \`Read\` | 27 | 0 | 14 s |
| \`Bash\` | 0 | 1 | 0 s |`);
  });

  test('keeps no more of a run than it shows', () => {
    const times = timesOf(Array.from({ length: 5_000 }, (_, at) => `tool-${at}`));
    expect(times).toMatchObject({ count: 5_000 });
    expect([times.first.length, times.tools.size, times.open.size]).toEqual([MOST_DRAWN, 21, 0]);
    expect([...times.tools.values()].reduce((sum, { allowed }) => sum + allowed, 0)).toBe(5_000);
    expect(shown(times).length).toBeLessThan(2_000);
  });
});

const HOSTILE = [
  'x\n```\n<script>alert(1)</script>',
  'x :crit, 0, 1\n  click 1 href "https://evil.example"',
  '%%{init: {"securityLevel": "loose"}}%%',
  'section Owned',
  'title x; Y',
  '"]:::x --> y{{',
  '| a | b |\n# heading',
  '@everyone ![x](https://evil.example/p.png) https://evil.example',
  '`](javascript:alert(1))',
  '\u202Etxt\u0000\u2028%%',
  '__proto__',
  'end',
  '',
  '#quot;#35;',
];
const ROW = /^ {2}\d+(?: [A-Za-z0-9_-]+)?(?: not made :crit, | :)\d+, \d+$/;

describe('a tool with a hostile name', () => {
  test.each(HOSTILE)('%j is a label in a chart, and no more', (name) => {
    for (const isAllowed of [true, false]) {
      const lines = shown(timesOf([name, 'Read', name], isAllowed)).split('\n');
      expect(lines).toHaveLength(9);
      expect(lines[0]).toBe('```mermaid');
      expect(lines.at(-1)).toBe('```');
      for (const line of lines.slice(5, -1))
        expect(line.replace(/ +/g, ' ').replace(/^ /, '  ')).toMatch(ROW);
    }
  });

  test.each(HOSTILE)('%j is a cell in a table, and no more', (name) => {
    const table = shown(timesOf(Array.from({ length: MOST_DRAWN + 1 }, () => name)));
    expect(table.split('\n')).toHaveLength(3);
    expect(table.split('\n')[2]).toMatch(/^\| `[A-Za-z0-9_-]*` \| 41 \| 0 \| 21 s \|$/);
  });

  test('without the reduction to plain characters it would be more', () => {
    const raw = HOSTILE.map((name) => `  1 ${name} :0, 1`);
    expect(raw.filter((line) => !ROW.test(line)).length).toBeGreaterThan(10);
  });

  test('that is a secret does not show it', () => {
    const KEY = 'dummy-purple-giraffe-lamp';
    expect(shown(timesOf([KEY]), {})).toContain(KEY);
    expect(shown(timesOf([KEY]), { KEY })).not.toContain(KEY);
    const split = `${KEY.slice(0, 9)}.${KEY.slice(9)}`;
    expect(shown(timesOf([split]), {})).toContain(KEY);
    expect(shown(timesOf([split]), { KEY })).not.toContain(KEY);
    expect(shown(timesOf([Buffer.from(KEY).toString('base64url')]), { KEY })).toBe('withheld');
  });
});
