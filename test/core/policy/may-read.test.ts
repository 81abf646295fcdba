import { describe, expect, test } from 'vitest';
import { mayRead } from '../../../core/policy/may-read.ts';
import { side } from '../profile/agent-side.ts';

/* Files are kept for an agent out of what it may read, or may make. */

const planOf = (keys: string) => side(`description: d, system_prompt: p, ${keys}`).plan;

const CLOSED = 'tools: [Read], disallowed_tools: ["Read(private/**)"]';
const PART = 'tools: [Read], allowed_tools: ["Read(src/**)"]';
const COMMANDS = 'tools: [Bash]';
const MAKES = 'tools: [Write], allowed_tools: ["Write(out/**)"]';

describe('a path may be read', () => {
  test.each([
    ['that nothing closes', CLOSED, 'a.md', true],
    ['that the profile closes', CLOSED, 'private/a.md', false],
    ['that it closes, in another case', CLOSED, 'Private/a.md', false],
    ['within what it allows', PART, 'src/a.md', true],
    ['outside of it', PART, 'a.md', false],
    ['by commands', COMMANDS, 'a.md', true],
    ['by commands, that it closes', CLOSED.replace('Read]', 'Bash, Read]'), 'private/a.md', false],
    ['that it may make', MAKES, 'out/a.md', true],
    ['that it may neither read nor make', MAKES, 'a.md', false],
    ['of git', COMMANDS, '.git/config', false],
    ['of an environment', COMMANDS, 'deep/.env', false],
  ])('%s: %#', (_, lines, path, may) => {
    expect(mayRead(planOf(lines), path)).toBe(may);
  });
});
