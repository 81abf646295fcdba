import markdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, type Phrases } from '../../../core/redact/markdown-tree.ts';
import { withPlainTokens } from '../../../core/redact/plain-token.ts';
import { caseAt } from '../../fuzz/markdown/check.ts';

const TEXTS = Array.from({ length: 400 }, (_, index) => caseAt(11, index).text);

describe('tokens made by plain assignment', () => {
  it('are those that the parser makes of the same text', () => {
    const [own, plain] = [markdownIt({ html: true }), markdownIt({ html: true })];
    withPlainTokens(plain);
    for (const text of TEXTS) {
      expect(plain.parse(text, {})).toEqual(own.parse(text, {}));
      expect(plain.render(text)).toBe(own.render(text));
    }
  });
});

describe('what was read before of other texts', () => {
  it('changes nothing about how a text is read', () => {
    const phrases: Phrases = new Map();
    for (const text of TEXTS) expect(parseMarkdown(text, phrases)).toEqual(parseMarkdown(text));
    expect(phrases.size).toBeGreaterThan(TEXTS.length);
  });

  it('is not used where a reference may make a link of it, and what is read there is not kept', () => {
    const phrases: Phrases = new Map();
    const words = 'see [the log]';
    const defined = `${words}\n\n[the log]: https://sink.example/`;
    for (const text of [words, defined, words])
      expect(parseMarkdown(text, phrases)).toEqual(parseMarkdown(text));
    expect([...phrases.keys()]).toEqual([words]);
    const { children } = parseMarkdown(defined, phrases);
    expect(JSON.stringify(children)).toContain('https://sink.example/');
  });
});
