import { describe, expect, test } from 'vitest';
import { reviewComment } from '../../../core/output/review-words.ts';
import { markdown, words } from '../../../core/redact/document.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';

const shown = (text: string, document = reviewComment(text)): string => {
  const passed = gate(document, 'comment', { secrets: { KEY: 'dummy-known-value-12345' } });
  if (isWithheld(passed)) throw new Error(passed.because);
  return reveal(passed);
};
const block = (code: string) => `\`\`\`suggestion\n${code}\n\`\`\``;

describe('a suggestion in a comment of a review', () => {
  test.each([block('return 2;'), block('a\n\nb'), '```suggestion\n```', `Text.\n\n${block('x')}\n\nMore.`])(
    'stays as it is: %j',
    (text) => {
      expect(shown(text)).toBe(text);
    },
  );

  test.each<[string, string]>([
    ['a secret that was masked', block('const key = "dummy-known-value-12345";')],
    ['a mask that the agent wrote', block('const key = "[redacted: KEY]";')],
    ['a command for a bot', block('/dispatch reviewer again')],
    ['a mark of ours', block('<!-- agent-dispatch job=abc -->')],
    ['a place in a list', `- one\n\n  ${block('x').replaceAll('\n', '\n  ')}`],
    ['a place in a quotation', block('x').replaceAll(/^/gm, '> ')],
    ['an empty line, which would come to no line', block('')],
    ['a name that only a renderer reads', '```&#115;uggestion\nx\n```'],
  ])('is plain code with %s', (_, text) => {
    expect(shown(text)).not.toMatch(/[`~]{3,}\s*suggestion/);
    expect(shown(text)).toContain('```text');
  });
});

test('anywhere else it is plain code', () => {
  expect(shown('', words`${markdown(block('return 2;'))}`)).toBe('```text\nreturn 2;\n```');
});
