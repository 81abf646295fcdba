import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { afterEach, describe, expect, test } from 'vitest';
import { BASH, CONFIG, makePullWorld, PROMPTED } from './pull-world.ts';

let stage: Awaited<ReturnType<typeof makePullWorld>>;
afterEach(() => stage.world.end());

describe('a configuration that cannot be used', () => {
  test('is told with place, reason and remedy, and the comment follows when it is mended', async () => {
    stage = await makePullWorld();
    const { opens, pushes, told } = stage;
    const { number } = await opens({ [CONFIG]: PROMPTED.replace('budget_usd: 2', 'sudo: true') });
    expect(told(number)[0]).toMatch(/^## ❌ This pull request breaks the configuration of agents\n/);
    expect(told(number)[0]).toMatch(/- `\.github\/dispatch\.yml:7:\d+` .*`sudo`/);
    await pushes(number, { [CONFIG]: BASH });
    expect(told(number)).toEqual([expect.stringContaining('+ Bash')]);
  });

  test('is bounded: a megabyte and a bomb are refused, not parsed', async () => {
    stage = await makePullWorld();
    const { opens, pushes, told } = stage;
    const { number } = await opens({ [CONFIG]: `# ${'x'.repeat(1_200_000)}\n` });
    expect(told(number)[0]).toMatch(/is \d+ bytes long\. Keep it below 1 MB/);
    await pushes(number, { [CONFIG]: `a: ${'['.repeat(5000)}` });
    expect(told(number)[0]).toMatch(/nested too deeply/);
  });

  test('and is mended by the pull request: every agent counts as new', async () => {
    stage = await makePullWorld({ files: { [CONFIG]: 'nonsense' } });
    const { opens, told } = stage;
    const { number } = await opens({ [CONFIG]: PROMPTED });
    expect(told(number)[0]).toContain('every agent is shown as a new one');
    expect(told(number)[0]).toContain('### `reviewer` (added)');
  });
});

type Node = { type: string; value?: string; children?: Node[] };

/** What of a comment is more than text and code, as GitHub reads it: HTML, links, images, mentions. */
function activeIn(markdown: string): string[] {
  const options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };
  const visit = ({ type, value = '', children = [] }: Node): string[] => {
    if (type === 'html') return [value];
    const own = type === 'link' || type === 'image' ? [type] : [];
    const mentions = type === 'text' ? (value.match(/@\w+|#\d+/g) ?? []) : [];
    return [...own, ...mentions, ...children.flatMap(visit)];
  };
  return visit(fromMarkdown(markdown, options));
}

describe('what strangers write stays inert', () => {
  const HOSTILE = `version: 1
agents:
  reviewer:
    description: "@wanda <img src=x onerror=alert1> ![x](https://evil.example/x.png)"
    system_prompt: hi
    tools: [Read]
    allowed_tools: ["Read(a|b\`\`@wanda #1 [x] https://evil.example <script>)", "Read(<!-- agent-dispatch config=3 -->)", "Read(\`|@wanda)"]
`;

  test('in the values of a configuration', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const { number } = await opens({ [CONFIG]: HOSTILE });
    const [body = ''] = told(number);
    expect(body).toContain('evil.example');
    expect(activeIn(body)).toEqual([
      expect.stringMatching(/^<!-- agent-dispatch config=\d+ mac=[0-9a-f]{32} -->$/),
    ]);
    // The same values outside of code do act: the check sees them.
    expect(activeIn(HOSTILE)).toEqual(
      expect.arrayContaining([expect.stringContaining('<img'), 'image', 'link', '@wanda']),
    );
  });

  test('in the names of agents and keys that are none', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const { number } = await opens({
      [CONFIG]: PROMPTED.replace('reviewer:', '"@wanda [x](https://evil.example)":').replace(
        'tools:',
        '"<img src=x>":',
      ),
    });
    expect(told(number)[0]).toMatch(/breaks the configuration/);
    expect(told(number)[0]).not.toMatch(/@wanda|evil|<img/);
  });

  test('a secret in disguise keeps the values back, not that there is an expansion', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const hidden = Buffer.from(`ghp_${'a1B2'.repeat(9)}`).toString('base64');
    const { number } = await opens({
      [CONFIG]: `${BASH}    allowed_tools: [Read, Bash(${hidden})]\n`,
    });
    const [body = ''] = told(number);
    expect(body).not.toContain(hidden);
    expect(body).toMatch(/1 agent changed: [1-9] expansions?/);
    expect(body).toMatch(/\n<!-- agent-dispatch config=\d+ mac=[0-9a-f]{32} -->$/);
  });

  test('and buries no expansion under a thousand changes', async () => {
    stage = await makePullWorld();
    const { opens, told } = stage;
    const many = Array.from({ length: 150 }, (_, at) => `    - Read(src/${'long/'.repeat(40)}${at}/**)`).join(
      '\n',
    );
    const { number } = await opens({
      [CONFIG]: `${BASH}    disallowed_tools:\n${many}\n  zoe:\n    description: x\n    system_prompt: x\n    tools: [Write]\n`,
    });
    const [body = ''] = told(number);
    expect(body).toContain('+ Write');
    expect(body).toMatch(/And \d+ more, not shown here/);
    expect(body.length).toBeLessThan(40_000);
  });
});
