import { afterEach, describe, expect, test, vi } from 'vitest';
import { openDesk } from '../../action/desk.ts';
import { logText } from '../../core/redact/log-text.ts';
import { makeCommandReader } from '../../lab/runner/workflow-command.ts';

/* The log of a step as GitHub's runner reads it: what the agent says in it is text, whatever it says. */

afterEach(() => vi.restoreAllMocks());

/** What an agent says that wants the runner to obey it. `TOKEN`: the word that would end the fence, should it know it. */
const HOSTILE = [
  '::endgroup::',
  '::group::FORGED',
  '::set-output name=text::FORGED',
  '::add-mask::dispatch',
  '::add-matcher::FORGED.json',
  '::error title=x::FORGED',
  '::stop-commands::never',
  '##[endgroup]',
  '##[error]FORGED',
  '::TOKEN::',
  '##[TOKEN]',
  'ok\r::notice::FORGED',
  'ok\n::notice::FORGED',
  '\u001B[2K::warning::FORGED',
  '::TOKEN::\n::error::FORGED',
];

/** What the runner made of the lines of a step: what it did, and what it wrote to the log. */
function obeyed(lines: readonly string[]) {
  const acts: string[] = [];
  const shown: string[] = [];
  const act =
    (what: string) =>
    (...given: string[]) =>
      void acts.push([what, ...given].join(' '));
  const isCommand = makeCommandReader({
    output: (line) => void shown.push(line),
    issue: act('issue'),
    debug: act('debug'),
    mask: act('mask'),
    setOutput: act('set-output'),
    saveState: act('save-state'),
    fail: act('fail'),
  });
  // It ends lines at carriage returns, too.
  for (const line of lines.flatMap((one) => one.split(/\r\n|\n|\r/))) if (!isCommand(line)) shown.push(line);
  return { acts, shown };
}

/** Collects what is written to standard output meanwhile. */
function written(work: (soFar: () => string) => void): string[] {
  const chunks: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => chunks.push(String(chunk)) > 0);
  work(() => chunks.join(''));
  vi.restoreAllMocks();
  return chunks.join('').split('\n').slice(0, -1);
}

const tokenIn = (log: string) => /::stop-commands::(\w+)/.exec(log)?.[1] ?? '';
const titles = (shown: readonly string[]) => shown.filter((line) => /^##\[(?:end)?group\]/.test(line));

describe('the log of a step', () => {
  test('is folded, and what is said in a part of it is no command', () => {
    const desk = openDesk({});
    const lines = written((soFar) => {
      desk.section('Set-up');
      desk.say('cage: bubblewrap');
      desk.section('Run');
      for (const text of HOSTILE)
        desk.say(text.replaceAll('TOKEN', tokenIn(soFar().slice(soFar().lastIndexOf('::stop')))));
      desk.complain('It failed.');
    });
    const { acts, shown } = obeyed(lines);
    expect(titles(shown)).toEqual(['##[group]Set-up', '##[endgroup]', '##[group]Run', '##[endgroup]']);
    const [setUp = '', run = ''] = lines.filter((line) => line.startsWith('::stop-commands::'));
    expect(setUp).not.toBe(run);
    expect(acts).toEqual(
      [setUp, run].map((line) => `mask ${tokenIn(line)}`).concat('issue error It failed.'),
    );
    const said = shown.slice(shown.indexOf('##[group]Run') + 2, -2);
    expect(said.length).toBeGreaterThanOrEqual(HOSTILE.length);
    for (const line of said) expect(line).not.toMatch(/^::|##\[/);
  });

  test('has a part at a time, and one that is ended twice is ended once', () => {
    const desk = openDesk({});
    const lines = written(() => {
      desk.endSection();
      desk.section('One');
      desk.endSection();
      desk.endSection();
    });
    expect(lines.map((line) => line.replaceAll(/\b[0-9a-f]{32}\b/g, 'TOKEN'))).toEqual([
      '::group::One',
      '::stop-commands::TOKEN',
      '::TOKEN::',
      '::endgroup::',
    ]);
  });
});

test('the answer of the agent is shown in a part of its own, and is no command', () => {
  const desk = openDesk({});
  const { acts, shown } = obeyed(
    written(() => desk.show('Answer', desk.out(`${HOSTILE.join('\n')}\nplain`, 'log'))),
  );
  expect(titles(shown)).toEqual(['##[group]Answer', '##[endgroup]']);
  expect(shown).toContain('plain');
  expect(acts).toEqual([expect.stringMatching(/^mask [0-9a-f]{32}$/)]);
});

describe('of two layers each holds alone', () => {
  const TOKEN = 'f'.repeat(32);
  const said = (text: string) => `[dispatch] ${text}`;
  const fenced = (lines: readonly string[]) => [`::stop-commands::${TOKEN}`, ...lines, `::${TOKEN}::`];
  const unguessed = HOSTILE.filter((text) => !text.includes('TOKEN'));

  test('the fence, unless the word that ends it is known', () => {
    expect(obeyed(fenced(unguessed)).acts).toEqual([`mask ${TOKEN}`]);
    expect(
      obeyed(fenced(HOSTILE.map((text) => text.replaceAll('TOKEN', TOKEN)))).acts.length,
    ).toBeGreaterThan(1);
  });

  test('the neutral text', () => {
    expect(obeyed(HOSTILE.map((text) => logText(said(text)))).acts).toEqual([]);
  });

  test('ablation: without both the runner obeys', () => {
    const { acts } = obeyed(unguessed.map(said));
    expect(acts).toContain('issue error FORGED');
    expect(obeyed(unguessed).acts).toContain('mask dispatch');
  });
});
