import { expect, test } from 'vitest';
import { callCampaign } from '../../../lab/faults/github/campaign.ts';

test('replies of GitHub that are lost make nothing happen twice, and lose nothing', async () => {
  const found = await callCampaign({
    engine: 'sqlite',
    kinds: ['reply-lost', '502-after-commit'],
    every: 2,
    pacing: 'none',
  });
  expect(found.findings).toEqual([]);
  expect(found.problems).toEqual([]);
  expect(found.told).toEqual([]);
  expect(found.calls).toBeGreaterThan(10);
  expect(found.commands).toBe(2 * Math.ceil(found.calls / 2));
}, 180_000);
