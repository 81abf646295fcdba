import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayHoldCommand } from '../../../core/command/outline.ts';
import { parse } from '../../../core/command/parse.ts';

const run = { kind: 'run', agent: 'reviewer', task: 'check it' };
const command = '/dispatch reviewer check it';

describe('a command is found', () => {
  test.each([
    ['alone', command],
    ['with up to three spaces before it', `   ${command}`],
    ['in any case', '/Dispatch reviewer check it'],
    ['below other text of its paragraph', `Thanks!\n${command}`],
    ['below other paragraphs', `Thanks!\n\nMore.\n\n${command}`],
    ['after a list, a quote and a fence', `- a\n\n> b\n\n\`\`\`\nc\n\`\`\`\n${command}`],
    ['after a fence inside a list', `- a\n  \`\`\`\n  x\n  \`\`\`\n\n${command}`],
    ['after a fence that only a list item opened', `- \`\`\`\n\n${command}`],
    ['after a closed comment and details', `<!-- a\n\nb -->\n<details>\n\nx\n\n</details>\n\n${command}`],
    ['after a comment that names details', `<!-- <details> -->\n\n${command}`],
    ['after inline code of its paragraph', `see \`x\`\n${command}`],
    ['with CRLF line ends', `Hello\r\n\r\n${command}\r\n`],
    ['with no-break spaces', '\u00a0/dispatch\u00a0reviewer\u00a0check it'],
    ['with a byte order mark somewhere before', `\ufeffhello\n${command}`],
    ['above pasted markup', `${command}\n${'<b>x</b>\n'.repeat(30)}`],
    ['below a very long log', `\`\`\`\n${'log line\n'.repeat(6000)}\`\`\`\n\n${command}`],
  ])('%s', (_, body) => {
    expect(parse(body)).toMatchObject({ ...run, task: expect.stringMatching(/^check it/) });
  });
});

describe('a conversation goes on', () => {
  const id = 'ab'.repeat(16);

  test('with what stands behind the job, word for word', () => {
    expect(parse(`/dispatch continue ${id} --turns=3 and\n  the other file`)).toEqual({
      kind: 'continue',
      job: id,
      limits: { maxTurns: 3 },
      task: 'and\n  the other file',
    });
    expect(parse(`/dispatch continue ${id}\n\nmore below`)).toMatchObject({ task: 'more below' });
  });

  test.each([
    ['without a job', '/dispatch continue', 'missing-job'],
    ['with words in its place', '/dispatch continue the last one', 'bad-job-id'],
    ['without a task', `/dispatch continue ${id}`, 'missing-task'],
    ['with too long a task', `/dispatch continue ${id} ${'x'.repeat(8193)}`, 'task-too-long'],
    ['with the options of a run', `/dispatch continue ${id} --from=${id} more`, 'unknown-option'],
    ['with too much money', `/dispatch continue ${id} --budget=x more`, 'bad-option'],
  ])('not %s', (_, body, code) => {
    expect(parse(body)).toMatchObject({ kind: 'misspelt', refusal: { code } });
  });
});

test('a run may name a job whose result it is given', () => {
  const id = 'ab'.repeat(16);
  expect(parse(`/dispatch reviewer --turns=3 --from=${id} check it`)).toEqual({
    ...run,
    limits: { maxTurns: 3 },
    from: id,
  });
  expect(parse(command)).not.toHaveProperty('from');
  expect(parse(command)).not.toHaveProperty('fresh');
  expect(parse('/dispatch reviewer --fresh check it')).toMatchObject({ ...run, fresh: true });
  expect(parse('/dispatch reviewer --fresh=no check it')).toMatchObject({ refusal: { code: 'bad-option' } });
  expect(parse('/dispatch reviewer --from=it check it')).toMatchObject({
    kind: 'misspelt',
    refusal: { code: 'bad-job-id' },
  });
});

describe('a command is not found', () => {
  test.each([
    ['no command at all', 'Please dispatch the reviewer'],
    ['in the middle of a line', `please ${command}`],
    ['another word', '/dispatcher reviewer check it'],
    ['a fullwidth slash', '\uff0fdispatch reviewer check it'],
    ['a long s, which folds to s', '/di\u017fpatch reviewer check it'],
    ['a line separator before it', `a\u2028${command}`],
    ['quoted', `> ${command}`],
    ['quoted lazily', `> a\n${command}`],
    ['quoted by e-mail', `On Monday somebody wrote:\n> ${command}`],
    ['fenced', `\`\`\`\n${command}\n\`\`\``],
    ['fenced without an end', `~~~ sh\n\n${command}`],
    ['fenced in a list', `- a\n\n  \`\`\`\n  ${command}\n  \`\`\``],
    ['in a fence that a shorter run does not close', `\`\`\`\`\n\`\`\`\n${command}\n\`\`\`\``],
    ['indented', `    ${command}`],
    ['inline code over lines', `a \`b\n${command}\n\` c`],
    ['in a fence that no mark behind a hard space closes', `\`\`\`\na\n\u00A0\`\`\`\n${command}`],
    ['in a fence that no mark with a hard space behind it closes', `\`\`\`\na\n\`\`\`\u00A0\n${command}`],
    [
      'in a fence below a mark behind a hard space, which opens none',
      `\u00A0\`\`\`\n\`\`\`\n${command}\n\`\`\``,
    ],
    ['inline code that ends behind what only looks like a fence', `a \`\n${command}\n\`\`\`\` c\``],
    ['in a comment', `<!--\n\n${command}\n\n-->`],
    ['in details', `<details>\n<summary>log</summary>\n\n${command}\n\n</details>`],
    ['in an HTML quote', `<blockquote>\n\n${command}\n\n</blockquote>`],
    ['in pre', `<pre>\n\n${command}\n\n</pre>`],
    ['in an HTML block', `<div align="center">\n${command}\n</div>`],
    ['in an HTML attribute', `a <b title="\n${command}\n">`],
    ['in a link', `[a\n${command}\n](https://example.com)`],
    ['in a heading', `# a\n${command}\n===`],
    ['in a heading further down', `${command}\nmore\n---`],
    ['in a table', '/dispatch reviewer a | b\n--- | ---\n1 | 2'],
    ['in a list item', `- a\n${command}`],
    ['in a footnote', `[^1]: a\n${command}`],
  ])('%s', (_, body) => {
    expect(parse(body)).toBeNull();
  });

  test('and the samples are no accident: each but the first few would be found by a search for the words', () => {
    expect(mayHoldCommand(`> a\n${command}`)).toBe(true);
    expect(mayHoldCommand(`\`\`\`\n${command}\n\`\`\``)).toBe(true);
  });
});

describe('the task', () => {
  test('is the rest of the line and all below, word for word', () => {
    const task = '"it\'s"  --here\n\n  - a\n\n```\n/dispatch reviewer x\n```\n> b';
    expect(parse(`/dispatch reviewer  ${task}\n\n`)).toEqual({
      kind: 'run',
      agent: 'reviewer',
      limits: {},
      task,
    });
  });

  test('may start on the next line, its indentation kept', () => {
    expect(parse('/dispatch reviewer \n\n   a\n  b')).toMatchObject({ task: '   a\n  b' });
  });

  test('may be 8192 bytes long and no more', () => {
    expect(parse(`/dispatch reviewer ${'é'.repeat(4096)}`)).toMatchObject({ kind: 'run' });
    expect(parse(`/dispatch reviewer ${'é'.repeat(4096)}x`)).toMatchObject({
      refusal: { code: 'task-too-long' },
    });
  });

  test('keeps dashes behind a lone --', () => {
    expect(parse('/dispatch reviewer -- --force is broken')).toMatchObject({ task: '--force is broken' });
  });
});

describe('verbs', () => {
  test('help, alone and for an agent', () => {
    expect(parse('/dispatch help')).toEqual({ kind: 'help' });
    expect(parse('/dispatch help  reviewer')).toEqual({ kind: 'help', agent: 'reviewer' });
  });

  test('explain, with the name of an agent', () => {
    expect(parse('/dispatch explain reviewer')).toEqual({ kind: 'explain', agent: 'reviewer' });
    expect(parse('/dispatch explain')).toMatchObject({
      kind: 'misspelt',
      refusal: { code: 'missing-agent' },
    });
    expect(parse('/dispatch explain ../x')).toMatchObject({ refusal: { code: 'bad-agent-name' } });
  });

  test('list, status and cancel, which may name a job', () => {
    const job = 'ab'.repeat(16);
    expect(parse('/dispatch list')).toEqual({ kind: 'list' });
    expect(parse('/dispatch status')).toEqual({ kind: 'status', job: null });
    expect(parse(`/dispatch cancel ${job}`)).toEqual({ kind: 'cancel', job });
  });

  test.each([
    ['', null, false],
    ['--head', null, true],
    [`${'ab'.repeat(16)} --head`, 'ab'.repeat(16), true],
    [`--head ${'ab'.repeat(16)}`, 'ab'.repeat(16), true],
    ['ab'.repeat(16), 'ab'.repeat(16), false],
  ])('retry %s', (rest, job, head) => {
    expect(parse(`/dispatch retry ${rest}`)).toEqual({ kind: 'retry', job, head });
  });

  test.each([
    ['--hed', 'unknown-option'],
    ['—head', 'bad-job-id'],
    ['--head --head', 'duplicate-option'],
    ['--head x', 'bad-job-id'],
  ])('retry %s is a mistake', (rest, code) => {
    expect(parse(`/dispatch retry ${rest}`)).toMatchObject({ kind: 'misspelt', refusal: { code } });
  });

  const JOB = 'ab'.repeat(16);
  test.each(['0123456789ab', '0'.repeat(64), '  0123456789ab '])('approve JOB %s', (digest) => {
    const approval = { kind: 'approve', job: JOB, digest: digest.trim(), without: [] };
    expect(parse(`/dispatch approve ${JOB} ${digest}`)).toEqual(approval);
    expect(parse(`/dispatch approve ${JOB} ${digest}\nLooks right.`)).toEqual(approval);
  });

  test.each([
    ['', 'missing-job'],
    [JOB, 'bad-digest'],
    [`${JOB} 0123456789a`, 'bad-digest'],
    [`${JOB} 0123456789AB`, 'bad-digest'],
    [`${JOB} ${'0'.repeat(65)}`, 'bad-digest'],
    [`${JOB} 0123456789ab please`, 'bad-digest'],
    [`${JOB} --without=1 0123456789ab`, 'bad-digest'],
    [`${JOB} 0123456789ab --without=1 please`, 'bad-digest'],
    [`${JOB} 0123456789ab --with=1`, 'unknown-option'],
    ...['0', '01', '1,', '-1', 'all', '1-3', '1000', '1;2'].map((parts) => [
      `${JOB} 0123456789ab --without=${parts}`,
      'bad-parts',
    ]),
    [`${JOB} 0123456789a\u0430`, 'bad-digest'],
    [`${JOB.slice(1)} 0123456789ab`, 'bad-job-id'],
    ['0123456789ab', 'bad-job-id'],
    [`\u200b${JOB} 0123456789ab`, 'bad-job-id'],
  ])('approve %j is a mistake', (rest, code) => {
    expect(parse(`/dispatch approve ${rest}`)).toMatchObject({ kind: 'misspelt', refusal: { code } });
  });

  test('approve leaves parts of the plan out', () => {
    const { without } = parse(`/dispatch approve ${JOB} 0123456789ab --without=2,15`) as {
      without: number[];
    };
    expect(without).toEqual([2, 15]);
  });

  test('deny takes the rest of its line for the reason', () => {
    const deny = (rest: string) => parse(`/dispatch deny ${rest}`);
    expect(deny(JOB)).toEqual({ kind: 'deny', job: JOB, reason: null });
    expect(deny(`${JOB}  not on a Friday \nnot this`)).toEqual({
      kind: 'deny',
      job: JOB,
      reason: 'not on a Friday',
    });
    expect(deny('')).toMatchObject({ refusal: { code: 'missing-job' } });
    expect(deny('because')).toMatchObject({ refusal: { code: 'bad-job-id' } });
    expect(deny(`${JOB} ${'x'.repeat(501)}`)).toMatchObject({ refusal: { code: 'reason-too-long' } });
  });

  test.each([
    '/dispatch \u0430pprove',
    '/dispatch approv\u0435',
    '/d\u0456spatch approve',
    '/approve',
    'approve',
  ])('%s is no approval', (words) => {
    expect(parse(`${words} ${JOB} 0123456789ab`)?.kind ?? 'misspelt').toBe('misspelt');
  });
});

describe('refusals', () => {
  test.each([
    ['missing-agent', '/dispatch'],
    ['missing-agent', '/dispatch  \nreviewer'],
    ['missing-task', '/dispatch reviewer'],
    ['missing-task', '/dispatch reviewer \u00a0\n\n'],
    ['bad-agent-name', '/dispatch Reviewer x', 'Write `reviewer`.'],
    ['bad-agent-name', '/dispatch HELP', 'Write `help`.'],
    ['bad-agent-name', '/dispatch help Reviewer', 'Write `reviewer`.'],
    ['bad-agent-name', '/dispatch rev\u0456ewer x'],
    ['bad-agent-name', '/dispatch --model=x reviewer y'],
    ['bad-agent-name', `/dispatch ${'a'.repeat(33)} x`],
    ['bad-agent-name', '/dispatch reviewer, please x'],
    ['hidden-character', '/dispatch\u200b reviewer x'],
    ['hidden-character', '/dispatch\u2003reviewer x'],
    ['hidden-character', '/dispatch review\u200ber x'],
    ['hidden-character', '/dispatch \u202ereweiver x'],
    ['hidden-character', '/dispatch reviewer\u0000 x'],
    ['hidden-character', '/dispatch help\u2060'],
    ['hidden-character', '/dispatch reviewer --a\u200b=1 x'],
    ['unknown-option', '/dispatch reviewer --model=opus x', '`--model`'],
    ['unknown-option', '/dispatch reviewer --dry-run x', '`--dry-run`'],
    ['unclosed-quote', '/dispatch reviewer --note="a b\nc" x', '`--note`'],
    ['bad-option', '/dispatch reviewer \u2014model=opus x', 'two plain dashes'],
    ['bad-option', '/dispatch reviewer --M\u043edel=opus x'],
    ['bad-option', '/dispatch reviewer --note=caf\u00e9 x'],
    ['several-commands', `${command}\n\n/dispatch tester run all`],
    ['several-commands', `${command}\n/dispatch`],
    ['unclear-command', `${'a '.repeat(1100)}\n${command}`],
    ['unclear-command', `${'> '.repeat(30)}\n${command}`],
    ['unclear-command', `${'[^1]: a\n'.repeat(100)}${command}`],
    ['unclear-command', `- a\n\n  \`\`\`\n  x\n  \`\`\`\n\ntext\n\n    x\n\n2) a\n${command}`],
    ['unclear-command', `${'a|b\n-|-\n'.repeat(40)}${command}`],
    ['unclear-command', `${'[x '.repeat(600)}\n${command}`],
  ])('%s: %j', (code, body, words = '') => {
    const parsed = parse(body);
    expect(parsed).toMatchObject({ kind: 'misspelt', refusal: { refused: true, code } });
    const text = JSON.stringify(parsed).replaceAll(String.raw`\"`, '"');
    expect(text).toContain(words);
    expect(text).not.toMatch(/[^\x20-\x7e’…]/);
  });
});

describe('whatever the text', () => {
  test('parse never throws, and runs only agents named in plain ASCII', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const parsed = parse(`${a}\n/dispatch${b} ${c}`);
        const agent = parsed?.kind === 'run' ? parsed.agent : 'none';
        expect(agent).toMatch(/^[a-z][a-z0-9-]{0,31}$/);
      }),
      { numRuns: 300 },
    );
  });

  test('a command within a fence is ignored', () => {
    const line = fc.string().filter((text) => !/^\s{0,3}(?:`{3}|~{3})/.test(text) && !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.constantFrom('```', '~~~~'), (above, below, fence) => {
        expect(parse([fence, ...above, command, ...below, fence].join('\n'))).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});

describe('65,536 hostile characters end soon', () => {
  const fill = (text: string, length = 65_536) =>
    text.repeat(Math.ceil(length / text.length)).slice(0, length);
  const seeds = [
    '/dispatch x y\n', '`a``b```c', '`\n/dispatch x y\n', ' ', '\t', '\n', '\r\n', '(', '>', '> ', '- ', '1. ', '> - ',
    '[', '[a](', '[^a]: b\n', '[^a]:\n\n    ', '<!--', '<a ', '<details>\n', 'a\n', 'a\n=\n', '|a|\n', 'a|b\n-|-\n',
    '- a\n  ```\n', '> a\n/dispatch x y\n', '- a\n/dispatch x y\n\n', '--x="', '\u200b', '\ud800',
  ]; // prettier-ignore
  test.each(seeds)('%j', (seed) => {
    const started = performance.now();
    parse(fill(`/dispatch a b\n${fill(seed)}`));
    parse(fill(`/dispatch a ${fill(seed)}`));
    parse(`${fill(seed, 65_500)}\n/dispatch a b`);
    parse(`${fill(seed, 2040)}\n/dispatch a b\n${fill(seed, 60_000)}`);
    // Generous, for slow machines: without the bounds several of these run for minutes.
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
