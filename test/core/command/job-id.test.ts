import { expect, test } from 'vitest';
import { readFromJob, readJobId } from '../../../core/command/job-id.ts';

const ID = '0123456789abcdef'.repeat(2);

test.each([
  ['', null],
  [' \t', null],
  [` ${ID} `, ID],
])('reads %j', (rest, id) => {
  expect(readJobId('cancel', rest)).toBe(id);
});

test.each([
  ID.toUpperCase(),
  ID.slice(1),
  `${ID}0`,
  '../../etc/passwd',
  '..%2f',
  `${ID}\u0000`,
  `${ID} ${ID}`,
  `\u200b${ID}`,
  `--job=${ID}`,
])('%j is the id of no job', (rest) => {
  expect(readJobId('cancel', rest)).toMatchObject({ kind: 'misspelt', refusal: { code: 'bad-job-id' } });
});

test('behind `--from=` stands one id, or the words say what does', () => {
  expect(readFromJob(ID)).toBe(ID);
  for (const value of ['', 'last', ` ${ID}`, `${ID},${ID}`, '../x'])
    expect(readFromJob(value)).toMatchObject({ kind: 'misspelt', refusal: { code: 'bad-job-id' } });
  expect(readFromJob('')).toMatchObject({ refusal: { because: expect.stringContaining('Nothing stands') } });
});
