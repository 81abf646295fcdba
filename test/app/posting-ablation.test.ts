import { afterEach, expect, test, vi } from 'vitest';
import type * as composing from '../../core/redact/compose.ts';
import type * as redacting from '../../core/redact/redactor.ts';
import { postedTexts, stillActive } from './posting-attacks.ts';

/* M20 and M23: with texts written as they came, and not looked at again, all that a hostile agent hands in is active where it is posted. */

vi.mock('../../core/redact/compose.ts', async (original): Promise<typeof composing> => ({
  ...(await original<typeof composing>()),
  compose: (pieces) => pieces.map(({ text }) => text).join(''),
}));

vi.mock('../../core/redact/redactor.ts', async (original): Promise<typeof redacting> => {
  const real = await original<typeof redacting>();
  const nothing = () => {};
  return {
    ...real,
    makeRedactor: (...given) => ({
      ...real.makeRedactor(...given),
      checkWritten: nothing,
      checkRendered: nothing,
    }),
  };
});

let end = async () => {};
afterEach(() => end());

test('without it every sign of an attack shows in each text', async () => {
  const { lab, texts } = await postedTexts();
  end = () => lab.world.end();
  const all = ['mention', 'image', 'closing keyword', 'command', 'mark', 'token'];
  for (const text of Object.values(texts)) expect(stillActive(text ?? '')).toEqual(all);
});
