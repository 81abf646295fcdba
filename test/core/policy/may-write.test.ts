import { describe, expect, test } from 'vitest';
import { mayWrite } from '../../../core/policy/may-write.ts';
import { side } from '../profile/agent-side.ts';

/* What a change may touch: what a tool may write, and no manifest that the profile does not name. */

const planOf = (keys: string) => side(`description: d, system_prompt: p, ${keys}`).plan;

const EDITS = 'tools: [Edit]';
const PART = 'tools: [Edit], allowed_tools: ["Edit(src/**)"]';
const NAMED = 'tools: [Edit], allowed_tools: [Edit, "Edit(package.json)"]';
const COMMANDS = 'tools: [Bash]';

describe('a path may be written', () => {
  test.each([
    ['by an agent that edits', EDITS, 'src/a.js', true],
    ['within what its profile allows', PART, 'src/a.js', true],
    ['outside of it', PART, 'a.js', false],
    ['by commands', COMMANDS, 'a.js', true],
    ['by an agent that only reads', 'tools: [Read]', 'a.js', false],
    ['a manifest that nobody named', EDITS, 'package.json', false],
    ['a lock file that nobody named, by commands', COMMANDS, 'web/package-lock.json', false],
    ['a manifest that is named', NAMED, 'web/package.json', true],
    ['another manifest than is named', NAMED, 'Makefile', false],
  ])('%s: %#', (_, keys, path, may) => {
    expect(mayWrite(planOf(keys), path)).toBe(may);
  });
});
