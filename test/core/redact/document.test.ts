import { describe, expect, test } from 'vitest';
import { code, link, markdown, mention, token, words, type Document } from '../../../core/redact/document.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';

const shown = (document: Document): string => {
  const result = gate(document, 'comment', { secrets: { TOKEN: 'dummy-secret-value' } });
  if (isWithheld(result)) throw new Error(result.because);
  return reveal(result);
};

describe('a document', () => {
  test('keeps our literals as they are', () => {
    expect(shown(words`<details>\n<summary>**x** @all</summary>\n\n</details>`)).toBe(
      '<details>\n<summary>**x** @all</summary>\n\n</details>',
    );
  });

  test.each([
    [
      'plain text',
      words`a ${'<b>*x*</b> [y](z) @all #1'} b`,
      'a \\<b\\>\\*x\\*\\</b\\> \\[y\\](z) `@all` `#1` b',
    ],
    ['text with code', words`set ${'`KEY_ONE` now'}`, 'set `KEY_ONE` now'],
    ['text with line feeds', words`a ${'x\n\n# y'} b`, 'a x # y b'],
    ['text that starts like a list', words`${'1. x'}`, '1\\. x'],
    ['a command', words`${'/merge'} now`, '`/merge` now'],
    ['code', words`${code('a`b')}`, '``a`b``'],
    ['a mention', words`${mention('alice')}`, '@alice'],
    ['a mention that is none', words`${mention('alice @all')}`, 'alice `@all`'],
    ['a link', words`${link('run', 'https://x.example/a?b=1')}`, '[run](https://x.example/a?b=1)'],
    ['a link that is none', words`${link('run', 'javascript:alert(1)')}`, '`run`'],
    ['a marker', words`<!-- job=${token('ab --> @all')} -->`, '<!-- job=ab--all -->'],
    ['blocks', words`Intro ${markdown('# x\n- y')} after`, 'Intro\n\n### x\n\n- y\n\nafter'],
    ['blocks with our closing tag', words`${markdown('</details>')}`, '```html\n</details>\n```'],
    ['a document in a document', words`a ${words`**b** ${'*c*'}`}`, 'a **b** \\*c\\*'],
  ])('makes holes inert: %s', (_, document, expected) => {
    expect(shown(document)).toBe(expected);
  });

  test('masks secrets wherever they stand', () => {
    const secret = 'dummy-secret-value';
    const text = shown(words`${secret} ${code(secret)} ${markdown(secret)} dummy-${'secret-valu'}`);
    expect(text).not.toContain('secret-value');
    expect(text.match(/redacted: TOKEN/g)).toHaveLength(3);
  });

  test('a secret put together from our words and theirs is withheld', () => {
    expect(() => shown(words`dummy-${'secret-value'}`)).toThrow(/disguised/);
  });

  test('cannot be made from a variable', () => {
    expect(() => words(['<img>'] as unknown as TemplateStringsArray)).toThrow(/literal/);
    expect(() => shown({} as Document)).toThrow(/checked/);
  });
});
