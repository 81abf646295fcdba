import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { follow, noProof, objectionToEnd, type Proof } from '../../core/audit/proof.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { API_KEY, begin, shippedConfig, type Story } from './story.ts';

/* What becomes of secrets, and of what only looks like one, from the model to the thread. */

const TOKEN = 'ghp_DuMmY0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5';
const answering = (text: string, redact = '') => ({
  model: { turns: [{ text }] },
  files: { '.github/dispatch.yml': `${shippedConfig}\n${redact}` },
});

function recordOf(story: Story) {
  const [audit = ''] = globSync(`${story.root}/runner/**/audit.jsonl`);
  let proof: Proof = noProof;
  const entries = readFileSync(audit, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const next = follow(proof, line, sha256);
      if ('broken' in next) throw new Error(next.because);
      proof = next.proof;
      return next.entry;
    });
  return { entries, proof };
}

test('a hidden key compromises the run: notice and job in the comment, kind and place on the record', async () => {
  const hidden = Buffer.from(`x${API_KEY}y`).toString('base64');
  const story = await begin(answering(`Look: ${hidden} and nothing else.`));
  await story.says('/dispatch reviewer look');
  const last = story.replies()[0]?.at(-1) ?? '';
  const job = /agent-dispatch job=([0-9a-f]{32})/.exec(last)?.[1];
  expect(last.replaceAll(/[`\\]/g, '')).toContain(`was withheld (job ${job})`);
  const { entries, proof } = recordOf(story);
  expect(entries).toContainEqual(
    expect.objectContaining({
      type: 'withheld',
      sink: 'artifact',
      field: 'text',
      kinds: ['anthropic-api-key'],
    }),
  );
  expect(objectionToEnd(proof, /audit log ends with `([0-9a-f]{64})`/.exec(last)?.[1] ?? '')).toBeNull();
  expect(story.github.runs[0]?.conclusion).toBe('failure');
}, 90_000);

test.each([
  ['is masked', '', '[redacted: github-token]'],
  ['is shown where its digest is allowed', `redact: { allow: ['sha256:${sha256(TOKEN)}'] }\n`, TOKEN],
  ['withholds all where that is wanted', 'redact: { on_shape: withhold }\n', 'was withheld'],
])(
  'a text that looks like a secret %s',
  async (_, redact, expected) => {
    const story = await begin(answering(`The example is \`${TOKEN}\`.`, redact));
    await story.says('/dispatch reviewer look');
    expect(story.replies()[0]?.at(-1)).toContain(expected);
    const [result = ''] = globSync(`${story.root}/runner/**/result.json`);
    expect(readFileSync(result, 'utf8')).toContain(expected);
  },
  90_000,
);
