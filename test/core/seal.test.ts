import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { makeSeal, type Sealed } from '../../core/seal.ts';

describe('a sealed value', () => {
  const door = makeSeal<'Door', string>('Door');
  const other = makeSeal<'Door', string>('Door');

  test('gives back what was put in', () => {
    expect(door.open(door.seal('inside'))).toBe('inside');
  });

  test.each([
    ['a cast string', 'inside' as unknown],
    ['a look-alike', Object.freeze(Object.create(null))],
    ["another seal's value", other.seal('inside')],
    ['null', null],
    ['a copy', { ...door.seal('inside') }],
  ])('refuses %s', (_, forgery) => {
    expect(() => door.open(forgery as Sealed<'Door'>)).toThrow(/not a sealed Door/);
  });

  test('shows nothing of its contents', () => {
    const token = door.seal('inside');
    expect(inspect(token)).not.toContain('inside');
    expect(JSON.stringify(token)).toBe('{}');
    expect(() => String(token as unknown)).toThrow(TypeError);
    expect(Object.isFrozen(token)).toBe(true);
  });
});
