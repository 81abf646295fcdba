import { expect, test, vi } from 'vitest';
import type * as checking from '../../action/publish-check.ts';
import type { AcceptedOutput } from '../../core/output/kinds/table.ts';
import { labels, published, review } from './publishing.ts';

/* Without the checks of the job that posts, all that a hostile job lists is posted. */

vi.mock('../../action/publish-check.ts', async (original): Promise<typeof checking> => ({
  ...(await original<typeof checking>()),
  checkPublished: async () => ({ files: null }),
}));

test('labels that no profile allows are set, and more comments are posted than it allows', async () => {
  const comments = [1, 2, 2].map((line) => ({ path: 'a.js', line, body: 'x' }));
  const outputs = [{ ...review(1), comments } as AcceptedOutput, labels];
  const { sent } = await published(outputs, { agent: 'quiet', more: { agent: 'quiet' } });
  expect(sent('/labels')).toHaveLength(1);
  expect(sent('/reviews')).toMatchObject([{ body: { comments: [{}, {}, {}] } }]);
});
