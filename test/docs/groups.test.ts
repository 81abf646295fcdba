import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkConfig } from '../../core/check/check-config.ts';
import { WrittenGroup } from '../../core/config/group.ts';
import { LONGEST_GIVEN } from '../../core/fleet/words.ts';

const page = readFileSync(new URL('../../docs/groups.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, text = '']) => text);

test('the configuration of docs/groups.md is one that the check has nothing to say about', () => {
  expect(blocks).toHaveLength(1);
  const { findings, agents } = checkConfig(blocks[0] ?? '', 'x', () => true);
  expect(findings).toEqual([]);
  expect(agents.filter(({ isGroup }) => isGroup === true).map(({ agent }) => agent)).toEqual([
    'panel',
    'talk',
  ]);
});

test('a typing error in it would be found', () => {
  const text = (blocks[0] ?? '').replace('aggregate: chair', 'aggregate: char');
  expect(checkConfig(text, 'x', () => true).findings[0]?.message).toContain('did you mean');
});

test('it names every key of a group, and what a message may be long', () => {
  const named = [...page.matchAll(/^\| `(\w+)` /gm)].map(([, key = '']) => key);
  expect(['description', ...named].toSorted()).toEqual(Object.keys(WrittenGroup.shape).toSorted());
  expect(page).toContain(`${LONGEST_GIVEN / 1000},000 characters`);
});
