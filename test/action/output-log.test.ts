import { expect, test } from 'vitest';
import { handOverChange } from '../../action/hand-over-change.ts';
import { handOverFiles } from '../../action/hand-over-files.ts';
import { filesRefusal } from '../../core/output/keep/files-refusal.ts';
import { refusalOf } from '../../core/output/patch/judge-patch.ts';
import { makeCommandReader } from '../../lab/runner/workflow-command.ts';
import { quietDesk } from './quiet-desk.ts';

/* M22 of docs/attack-rows.md: names that an agent gave its files stand in the log, where a line may be a command. */

const NAMES = [
  '::add-mask::ada',
  'x\n::error file=a.js::evil',
  '\r::stop-commands::pause-logging',
  '##[add-mask]ada',
  '\u001b[2K::set-output name=x::evil',
];

/** What the runner would do for lines of a log. */
function obeyed(lines: readonly string[]): string[] {
  const done: string[] = [];
  const note =
    (what: string) =>
    (...all: unknown[]) =>
      void done.push(`${what} ${all.join()}`);
  const read = makeCommandReader({
    output: () => {},
    issue: note('issue'),
    debug: note('debug'),
    mask: note('mask'),
    setOutput: note('output'),
    saveState: note('state'),
    fail: note('fail'),
  });
  // A terminal's own codes are no part of a line that is read.
  for (const line of lines.flatMap((text) => text.split(/[\r\n]/))) read(line.replaceAll('\u001b[2K', ''));
  return done;
}

test.each(NAMES)('%j of a patch and of a kept file is no command', (name) => {
  const desk = quietDesk();
  handOverChange(refusalOf([{ path: name, problem: 'is a symbolic link' }]), desk);
  handOverFiles(filesRefusal(`${name} is a symbolic link`, 'Ask again.'), desk);
  expect(desk.lines).toHaveLength(2);
  expect(obeyed(desk.lines)).toEqual([]);
});

test('each of them would be, if it were printed as it is', () => {
  for (const name of NAMES) expect(obeyed([name]).join(), name).toMatch(/mask|issue|fail|output/);
});
