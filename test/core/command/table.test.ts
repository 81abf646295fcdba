import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandFor, commands } from '../../../core/command/table.ts';
import { reservedVerbs } from '../../../core/config/names.ts';

describe('the table of commands', () => {
  test('names every file in commands/', () => {
    const files = readdirSync(new URL('../../../core/command/commands', import.meta.url));
    const listed = commands.map(({ verb }) => `${verb ?? 'run'}.ts`);
    expect(listed.toSorted()).toEqual(files.toSorted());
  });

  test('has the verbs that no agent may be called', () => {
    const verbs = commands.map(({ verb }) => verb).filter((verb) => verb !== null);
    expect(verbs.toSorted()).toEqual([...reservedVerbs].toSorted());
  });

  test('gives every other word to an agent', () => {
    expect(commandFor('reviewer').verb).toBeNull();
    expect(commandFor('help').verb).toBe('help');
  });
});
