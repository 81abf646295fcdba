import { describe, expect, test } from 'vitest';
import { handIn, OUTPUTS_MAX_BYTES, type Tray } from '../../../core/output/hand-in.ts';
import { servedKinds, type AcceptedOutput } from '../../../core/output/kinds/table.ts';
import type { PlannedOutput } from '../../../core/output/planned.ts';
import { recheckOutputs } from '../../../core/output/recheck.ts';

const outputs: PlannedOutput[] = [
  { kind: 'comment', limits: {} },
  { kind: 'review', limits: servedKinds.review.withDefaults({}) },
  { kind: 'check', limits: servedKinds.check.withDefaults({ annotations: 200 }) },
];
const facts = { diff: null };
const review = (summary: string) => ({ tool: 'mcp__dispatch__review', input: { summary } });
const item = (summary: string): AcceptedOutput => ({
  kind: 'review',
  event: 'COMMENT',
  summary,
  comments: [],
});

describe('what is handed in', () => {
  test('takes the place of what was handed in before, unless it is refused', () => {
    const first = handIn([], outputs, review('one'), facts);
    expect(first).toEqual({ tray: [item('one')], became: 'accepted', words: 'Taken.', item: item('one') });
    const second = handIn(first.tray, outputs, review('two'), facts);
    expect(second).toMatchObject({ tray: [item('two')], words: 'Taken, in the place of the review before.' });
    const third = handIn(second.tray, outputs, review(''), facts);
    expect(third).toMatchObject({ tray: [item('two')], became: 'refused', item: null });
    expect(third.words).toMatch(/The review that was handed in before stays\.$/);
  });

  test.each(['mcp__dispatch__labels', 'mcp__dispatch__comment', 'mcp__dispatch__nothing', 'Read'])(
    'through %s, which is no output of this agent, is refused',
    (tool) => {
      expect(handIn([], outputs, { tool, input: { add: ['bug'] } }, facts)).toMatchObject({
        became: 'refused',
        tray: [],
      });
    },
  );

  test('has a bound in all, in bytes, and nothing is cut', () => {
    const annotation = { path: 'a', start_line: 1, end_line: 1, level: 'notice', message: '€'.repeat(1000) };
    const check = (count: number) => ({
      tool: 'mcp__dispatch__check',
      input: {
        conclusion: 'neutral',
        title: 'x',
        summary: 'x',
        annotations: Array.from({ length: count }, () => annotation),
      },
    });
    const tray: Tray = [item('x')];
    expect(handIn(tray, outputs, check(60), facts).became).toBe('accepted');
    const refused = handIn(tray, outputs, check(70), facts);
    expect(refused).toMatchObject({ became: 'refused', tray });
    expect(refused.words).toMatch(new RegExp(`would take \\d+ bytes and may take ${OUTPUTS_MAX_BYTES}`));
  });
});

describe('outputs of a result', () => {
  test('that were taken under the same plan are taken again', () => {
    expect(recheckOutputs([item('x')], outputs, facts)).toBeNull();
  });

  test.each<[string, AcceptedOutput[], RegExp]>([
    [
      'of a kind that the agent does not have',
      [{ kind: 'labels', add: ['bug'] }],
      /`labels`.*not one of the agent's `outputs`/,
    ],
    ['of which there are two', [item('x'), item('y')], /there are two of it/],
    ['beyond a limit', [{ ...item('x'), event: 'APPROVE' } as AcceptedOutput], /APPROVE is not allowed/],
  ])('%s are refused', (_, items, words) => {
    expect(recheckOutputs(items, outputs, facts)).toMatchObject({
      code: 'output-refused',
      because: expect.stringMatching(words) as string,
    });
  });

  test('that the plan would allow are taken (ablation)', () => {
    const wide: PlannedOutput[] = [
      { kind: 'review', limits: servedKinds.review.withDefaults({ approve: true }) },
      { kind: 'labels', limits: servedKinds.labels.withDefaults({ allow: ['bug'] }) },
    ];
    const items = [
      { ...item('x'), event: 'APPROVE' } as AcceptedOutput,
      { kind: 'labels', add: ['bug'] } as AcceptedOutput,
    ];
    expect(recheckOutputs(items, wide, facts)).toBeNull();
  });
});
