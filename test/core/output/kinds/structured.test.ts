import { describe, expect, test } from 'vitest';
import type { OutputSchema } from '../../../../core/config/output-schema.ts';
import { structuredVerdict } from '../../../../core/output/kinds/structured.ts';
import { refuse } from '../../../../core/refusal.ts';

const schema: OutputSchema = {
  type: 'object',
  properties: {
    verdict: { type: 'string', enum: ['good', 'bad'] },
    note: { type: 'string', maxLength: 5 },
    score: { type: 'integer', minimum: 0, maximum: 9 },
    tags: { type: 'array', items: { type: 'boolean' }, maxItems: 2 },
  },
};
const good = { verdict: 'good', note: 'fine', score: 7, tags: [true] };
const said = (text: string) => structuredVerdict({ outcome: 'success', cause: null, text }, schema);

describe('an answer that follows its schema', () => {
  test.each([
    ['in another order', '{"tags":[true],"score":7,"note":"fine","verdict":"good"}'],
    ['with spaces', ` ${JSON.stringify(good, null, 7)}\t`],
    ['with other spellings', '{"verdict":"\\u0067ood","note":"fine","score":7.0e0,"tags":[true]}'],
    ['in a fence', `\`\`\`json\n${JSON.stringify(good)}\n\`\`\``],
  ])('comes out as one text, however it is written: %s', (_, text) => {
    expect(said(text)).toEqual({ outcome: 'success', cause: null, text: JSON.stringify(good) });
  });

  test('zero has one sign', () => {
    expect(said(JSON.stringify({ ...good, score: 0 }).replace('0', '-0')).text).toContain('"score":0');
  });
});

describe('any other answer is thrown away, and the reason holds nothing of it', () => {
  const smuggled = 'smuggled-words';
  test.each([
    ['free text', smuggled],
    ['text around it', `${smuggled} ${JSON.stringify(good)}`],
    ['another key', JSON.stringify({ ...good, [smuggled]: 1 })],
    ['no such value', JSON.stringify({ ...good, verdict: smuggled })],
    ['too long', JSON.stringify({ ...good, note: smuggled })],
    ['too much', JSON.stringify({ ...good, score: 10 })],
    ['too many', JSON.stringify({ ...good, tags: [true, true, true] })],
    ['a key less', JSON.stringify({ ...good, tags: undefined })],
    ['a key twice', JSON.stringify(good).replace('{', `{"note":"${smuggled}",`)],
    ['half a character', JSON.stringify({ ...good, note: '\ud800' })],
  ])('%s', (_, text) => {
    const verdict = said(text);
    expect(verdict).toMatchObject({ outcome: 'failed', cause: { code: 'answer-unstructured' }, text: '' });
    expect(JSON.stringify(verdict)).not.toContain(smuggled);
  });

  test('a run that failed says how, in no words of the agent', () => {
    const cause = refuse('model-failed', `It said ${smuggled}.`, 'Try again.');
    const verdict = structuredVerdict({ outcome: 'failed', cause, text: smuggled }, schema);
    expect(verdict).toMatchObject({
      outcome: 'failed',
      cause: { code: 'model-failed', remedy: 'Try again.' },
    });
    expect(JSON.stringify(verdict)).not.toContain(smuggled);
  });
});
