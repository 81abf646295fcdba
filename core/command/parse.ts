import { judge } from './judge.ts';
import { hasHidden, misspelt } from './misspelt.ts';
import { behindCommandWord, mayHoldCommand, outline } from './outline.ts';
import type { Misspelt, Parsed } from './parsed.ts';
import { commandFor } from './table.ts';

export type { Misspelt, Parsed } from './parsed.ts';

/**
 * Finds the `/dispatch` command of a comment. `null`: the comment holds none, or only inside code, quotes,
 * lists, HTML, links, headings or tables. Never throws; fast for every body that GitHub accepts.
 */
export function parse(body: string): Parsed | Misspelt | null {
  const text = body.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  if (!mayHoldCommand(text)) return null;
  const { commands, unclear } = judge(text, outline(text));
  const [start] = commands;
  if (commands.length > 1) {
    return misspelt(
      'several-commands',
      'The comment holds more than one `/dispatch` command, and every one costs money.',
      'Write one command per comment. A line that is only an example belongs into a code block.',
    );
  }
  if (unclear) {
    return misspelt(
      'unclear-command',
      'It is not clear whether the `/dispatch` line is a command or part of the text around it.',
      'Put an empty line before the command, or give it a comment of its own.',
    );
  }
  return start === undefined ? null : read(text, start);
}

function read(text: string, start: number): Parsed | Misspelt {
  const lineEnd = text.indexOf('\n', start);
  const line = text.slice(start, lineEnd === -1 ? undefined : lineEnd);
  const below = lineEnd === -1 ? '' : text.slice(lineEnd + 1);
  const behind = line.slice(behindCommandWord(line));
  if (/^[^ \t\u00a0]/.test(behind)) {
    return misspelt(
      'hidden-character',
      'An unusual space or invisible character follows `/dispatch`.',
      'Type the line again by hand; copied text may carry hidden characters.',
    );
  }
  const [, word = '', rest = ''] = /^[ \t\u00a0]*([^ \t\u00a0]*)(.*)$/s.exec(behind) ?? [];
  if (word === '') {
    return misspelt(
      'missing-agent',
      '`/dispatch` needs the name of an agent on the same line.',
      'Write `/dispatch <agent> <task>`, or `/dispatch help` for the list of agents.',
    );
  }
  return commandFor(hasHidden(word) ? '' : word).read({ word, rest, below });
}
