import { expect, test } from 'vitest';
import { begin, shippedConfig } from './story.ts';

/* What a real run leaves is whole enough to be told a second time. */

test('the same task is run once and answered twice', async () => {
  const config = shippedConfig.replace('  invoke: write\n', '  invoke: write\n  cache_hours: 24\n');
  expect(config).not.toBe(shippedConfig);
  const story = await begin({ files: { '.github/dispatch.yml': config } });
  await story.says('/dispatch reviewer look');
  const asked = story.model.requests.length;
  await story.says('/dispatch reviewer look');
  expect(story.model.requests).toHaveLength(asked);
  expect(story.replies()[1]?.at(-1)).toContain('reviewer is done (cached)');
  expect(story.replies()[1]?.at(-1)).toContain('All is well.');
  await story.says('/dispatch reviewer --fresh look');
  expect(story.model.requests.length).toBeGreaterThan(asked);
  expect(story.replies()[2]?.at(-1)).not.toContain('ached');
  expect(story.github.violations).toEqual([]);
}, 120_000);
