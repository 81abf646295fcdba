import { describe, expect, test } from 'vitest';
import type { Bench } from './bench.ts';

export function configCommentsConform(bench: Bench): void {
  describe('a comment about a configuration', () => {
    test('is one for each pull request, across a restart', async () => {
      const { configComments } = bench.store;
      expect(await configComments.of(42, 3)).toBeNull();
      await configComments.trying(42, 3);
      const tried = await configComments.of(42, 3);
      expect(tried).toMatchObject({ commentId: null, told: null });
      await configComments.trying(42, 3);
      await configComments.told(42, 3, { commentId: 7, told: 'a...b' });
      await configComments.told(42, 4, { commentId: 8, told: 'a...c' });
      await bench.reopen();
      const again = bench.store.configComments;
      expect(await again.of(42, 3)).toEqual({ ...tried, commentId: 7, told: 'a...b' });
      await again.forget(42, 3);
      expect(await again.of(42, 3)).toBeNull();
      expect(await again.of(42, 4)).toMatchObject({ commentId: 8 });
    });
  });
}
