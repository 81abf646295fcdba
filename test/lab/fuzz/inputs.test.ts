import { expect, test } from 'vitest';
import { readShare } from '../../../lab/fuzz/inputs/share.ts';
import { commentTrial } from '../../../lab/fuzz/inputs/comments/comment-trial.ts';
import { artifactTrial } from '../../../lab/fuzz/inputs/artifacts/artifact-trial.ts';
import { configTrial } from '../../../lab/fuzz/inputs/configs/config-trial.ts';

/* The whole counts are `npm run fuzz -- comments`, `configs` and `artifacts`; their time and memory is measured there. */

test.each([
  ['comments', 2_000],
  ['configs', 500],
  ['artifacts', 500],
] as const)(
  'a sample of the %s: none throws, none is read wrongly',
  { timeout: 60_000 },
  async (subject, count) => {
    const { read, crashes, wrong, findings } = await readShare({
      subject,
      seed: 11,
      count,
      first: 0,
      step: 1,
    });
    expect(findings.filter((line) => !line.includes(': took '))).toEqual([]);
    expect({ read, crashes, wrong }).toEqual({ read: count, crashes: 0, wrong: 0 });
  },
);

test('the same seed gives the same inputs, another one others', async () => {
  for (const trial of [commentTrial, configTrial, artifactTrial]) {
    const shown = async (seed: number) =>
      Promise.all(Array.from({ length: 20 }, async (_, place) => (await trial(seed, place)).shown));
    expect(await shown(3)).toEqual(await shown(3));
    expect(await shown(3)).not.toEqual(await shown(4));
  }
});

const run = (agent: string) => ({ kind: 'run', agent, options: {}, task: 'x' });
const unlike = { config: { agents: {} } };

test.each<[string, (place: number) => Promise<string | null>]>([
  ['comments', async (place) => commentTrial(1, place).wrong(run('nobody-typed-this'))],
  ['comments', async (place) => commentTrial(1, place).wrong(run('Fixer'))],
  ['configs', async (place) => configTrial(1, place).wrong(unlike)],
  ['configs', async (place) => configTrial(1, place).wrong({ problems: [] })],
  [
    'artifacts',
    async (place) =>
      (await artifactTrial(1, place)).wrong({
        files: { texts: { '../x': '' }, kept: new Map() },
        result: null,
      }),
  ],
  [
    'artifacts',
    async (place) =>
      (await artifactTrial(1, place)).wrong({
        files: { texts: {}, kept: new Map([['../x', { bytes: 1, sha256: '' }]]) },
        result: null,
      }),
  ],
])('what watches the %s can find something', async (_, wrong) => {
  for (let place = 0; place < 30; place++) expect(await wrong(place)).not.toBeNull();
});
