import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../core/command/options.ts';

const accepted = ['model', 'head'];

describe('options', () => {
  test.each([
    ['--model=opus do it', { model: 'opus' }, 'do it'],
    ['--model="a b" --head=\'c "d\' do "it', { model: 'a b', head: 'c "d' }, 'do "it'],
    ['--model= do it', { model: '' }, 'do it'],
    ['--head do it', { head: '' }, 'do it'],
    ['do --model=opus', {}, 'do --model=opus'],
    ['-- --model=opus', {}, '--model=opus'],
    ['- a list', {}, '- a list'],
    ['', {}, ''],
  ])('%j', (text, options, rest) => {
    const read = readOptions(text, accepted);
    expect(read).toMatchObject({ kind: 'options', rest });
    expect({ ...(read.kind === 'options' ? read.options : {}) }).toEqual(options);
  });

  test.each([
    ['unknown-option', '--modle=opus x', '(did you mean `--model`?)', 'Use one of `--model`, `--head`'],
    ['duplicate-option', '--model=a --model=b x', '`--model` is given twice'],
    ['unclosed-quote', '--model="a b', '`--model`'],
    ['bad-option', '--model="a"b x', '`--model`'],
    ['bad-option', '--Model=a x', '`--Model=a`'],
    ['bad-option', '--model=café x', '`--model`'],
    ['bad-option', '--mödel=a x'],
    ['bad-option', '—model=a x'],
    ['unknown-option', '--constructor=a x', '`--constructor`'],
  ])('%s: %j', (code, text, ...words) => {
    const read = readOptions(text, accepted);
    expect(read).toMatchObject({ kind: 'misspelt', refusal: { code } });
    for (const word of words) expect(JSON.stringify(read)).toContain(word);
  });
});
