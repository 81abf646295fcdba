import { describe, expect, test } from 'vitest';
import { readDiffLines } from '../../core/output/diff-lines.ts';
import { servedKinds } from '../../core/output/kinds/table.ts';
import type { PlannedOutput } from '../../core/output/planned.ts';
import { lastToolResults } from '../../lab/model/script.ts';
import type { RecordedRequest } from '../../lab/model/server.ts';
import { runCaged, type CagedOptions } from './caged.ts';

/* What we rely on in the CLI about tools that are served over its own pipe, and what an agent can do with them. */

const diff = readDiffLines(
  'diff --git a/a.txt b/a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n-alfa\n+alpha\n beta\n',
);
const reviewing: PlannedOutput[] = [
  { kind: 'comment', limits: {} },
  { kind: 'review', limits: servedKinds.review.withDefaults({ comments: 2 }) },
];
const comment = (line: number) => ({ path: 'a.txt', line, body: 'Why?' });
const review = (...lines: number[]) => ({
  tool: 'mcp__dispatch__review',
  input: { summary: 'Looked at it.', comments: lines.map(comment) },
});

/** Runs a model that makes these calls, one a turn, and says `Done.`. */
async function runWith(
  calls: { tool: string; input: Record<string, unknown> }[],
  plan: CagedOptions['plan'],
) {
  const told: { text: string; isError: boolean }[] = [];
  const requests: RecordedRequest[] = [];
  const { run, notes } = await runCaged(
    (request, turn) => {
      told.push(...lastToolResults(request));
      const call = calls[turn];
      return call === undefined ? { text: 'Done.' } : { calls: [call] };
    },
    {
      plan: { tools: ['Read'], allowedTools: ['Read'], workspace: 'read-only', ...plan },
      outputFacts: { diff },
      requests,
    },
  );
  const became = notes.flatMap((note) => (note.kind === 'output' ? [note.handedIn.became] : []));
  const asked = notes.flatMap((note) =>
    note.kind === 'asked' ? [[note.call.tool, note.verdict.allow]] : [],
  );
  return { run, notes, told, became, asked, requests };
}

describe('an agent that may hand back a review', () => {
  test('is told of a bad line at once, mends it, and the mended review is what is kept', async () => {
    const { run, told, became, asked } = await runWith([review(1, 99), review(1, 2)], { outputs: reviewing });
    expect(run.stopped).toBeNull();
    expect(told[0]).toMatchObject({
      isError: true,
      text: expect.stringContaining(
        'comment 2: a.txt has no line 99 on the side RIGHT; the diff has RIGHT 1-2',
      ) as string,
    });
    expect(told.at(-1)).toEqual({ isError: false, text: 'Taken, in the place of the review before.' });
    expect(became).toEqual(['partly', 'accepted']);
    expect(run.tray).toEqual([
      { kind: 'review', event: 'COMMENT', summary: 'Looked at it.', comments: [comment(1), comment(2)] },
    ]);
    // Each was asked about, as any call is, and is counted as one.
    expect(asked).toEqual([
      ['mcp__dispatch__review', true],
      ['mcp__dispatch__review', true],
    ]);
    expect(run.calls).toEqual({ asked: 2, ended: 2 });
    expect(run.results.at(-1)?.text).toBe('Done.');
  });

  test('and does not mend it leaves the good lines, with the places of the others', async () => {
    const { run } = await runWith([review(1, 99)], { outputs: reviewing });
    expect(run.tray).toMatchObject([{ comments: [comment(1)], left_out: [{ path: 'a.txt', line: 99 }] }]);
  });

  test('is refused beyond a limit, and nothing is kept; without that limit it is (ablation)', async () => {
    const { run, told } = await runWith([review(1, 1, 2)], { outputs: reviewing });
    expect(told.at(-1)?.text).toContain('has 3 comments and may have 2. Nothing of it was taken');
    expect(run.tray).toEqual([]);
    const wide: PlannedOutput[] = [{ kind: 'review', limits: servedKinds.review.withDefaults({}) }];
    expect((await runWith([review(1, 1, 2)], { outputs: wide })).run.tray).toHaveLength(1);
  });

  test('is refused another form by policy, before the tool is reached', async () => {
    const bad = { ...review(1), input: { ...review(1).input, verdict: 'approve' } };
    const { run, told, became } = await runWith([bad], { outputs: reviewing });
    expect(told.at(-1)?.text).toMatch(
      /Refused by policy \(output-arguments\).*a field that it does not take/,
    );
    expect(became).toEqual([]);
    expect(run.tray).toEqual([]);
  });

  test.each(['deny_all', 'require_approval'] as const)(
    'hands it in under the policy %s, too',
    async (policy) => {
      const { run } = await runWith([review(1)], { outputs: reviewing, policy });
      expect(run.tray).toHaveLength(1);
    },
  );

  test('has no tool of another kind', async () => {
    const labels = { tool: 'mcp__dispatch__labels', input: { add: ['bug'] } };
    const { run, told, requests } = await runWith([labels], { outputs: reviewing });
    expect(JSON.stringify(requests[0]?.body)).toContain('mcp__dispatch__review');
    expect(JSON.stringify(requests[0]?.body)).not.toContain('mcp__dispatch__labels');
    expect(told.at(-1)).toMatchObject({ isError: true });
    expect(run.tray).toEqual([]);
  });
});

test('an agent that may not hand back anything else has no server of ours', async () => {
  const { run, notes, requests, told } = await runWith([review(1)], {
    outputs: [{ kind: 'comment', limits: {} }],
  });
  expect(notes.find((note) => note.kind === 'started')).toMatchObject({
    init: { tools: ['Read'], mcpServers: [] },
  });
  const offered = JSON.stringify((requests[0]?.body as { tools?: unknown } | undefined)?.tools);
  expect(offered).toContain('Read');
  expect(offered).not.toContain('mcp__dispatch__');
  expect(told.at(-1)).toMatchObject({ isError: true });
  expect(run.tray).toEqual([]);
});
