import { describe, expect, test } from 'vitest';
import { callAt, shapeOf } from '../../../lab/fuzz/call.ts';
import { randomOf } from '../../../lab/fuzz/random.ts';
import { digestOf } from '../../../lab/fuzz/report.ts';
import { shapeNames } from '../../../lab/fuzz/shape-names.ts';
import { planOf } from '../../../lab/fuzz/shapes.ts';

const calls = (seed: number, count: number) => Array.from({ length: count }, (_, at) => callAt(seed, at));

describe('the grammar of hostile calls', () => {
  test('gives the same calls for the same seed, and others for another', () => {
    expect(digestOf(calls(7, 2000))).toBe(digestOf(calls(7, 2000)));
    expect(digestOf(calls(7, 2000))).not.toBe(digestOf(calls(8, 2000)));
  });

  test('gives each call by its index alone, in any order', () => {
    const forwards = calls(3, 400);
    for (const index of [399, 0, 250, 17]) expect(callAt(3, index)).toEqual(forwards[index]);
  });

  test('draws the numbers of a seed on every machine alike', () => {
    expect([0, 1, 2, 3].map((place) => randomOf(1, place).below(1000))).toEqual([350, 277, 603, 237]);
  });

  test('attacks every profile with every kind of tool, and a tester with every family of commands', () => {
    const made = calls(1, 10_000);
    for (const shape of shapeNames) {
      const tools = made.filter((call) => call.shape === shape).map(({ tool }) => tool);
      for (const tool of ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash', 'WebFetch', 'Agent'])
        expect(tools, `${shape} ${tool}`).toContain(tool);
    }
    expect(new Set(made.map(({ family }) => family)).size).toBe(12);
    expect(new Set(made.map(({ input }) => JSON.stringify(input))).size).toBeGreaterThan(7000);
  });

  test('spoils some inputs: wrong types, fields too many and too few', () => {
    const inputs = calls(1, 3000).filter(({ tool }) => tool === 'Read');
    expect(inputs.some(({ input }) => typeof input['file_path'] !== 'string')).toBe(true);
    expect(inputs.some(({ input }) => !('file_path' in input))).toBe(true);
    expect(inputs.some(({ input }) => Object.hasOwn(input, '__proto__'))).toBe(true);
  });

  test('bounds every command by a time-out', () => {
    const commands = calls(1, 4000).filter(({ tool }) => tool === 'Bash');
    for (const { input } of commands) expect(input['timeout']).toBeLessThan(6001);
  });
});

test('the profiles are the four that we offer', () => {
  expect(shapeNames.map((shape) => planOf(shape).workspace)).toEqual([
    'read-only',
    'read-only',
    'writable',
    'writable',
  ]);
  expect(shapeOf(2)).toBe('tester');
  expect(planOf('tester').tools).toContain('Bash');
});
