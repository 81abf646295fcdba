import type { AcceptedOutput } from '../../core/output/kinds/table.ts';
import type { Result } from '../../core/output/result.ts';
import type { Play } from './world.ts';
import { succeeds } from './world.ts';
import { CONFIG, makePullWorld } from './pull-world.ts';

/** An agent that may hand back everything that is posted. */
export const ALL = `version: 1
agents:
  reviewer:
    description: Reviews code
    system_prompt: You review.
    outputs:
      - comment
      - review: { request_changes: true }
      - check: { annotations: 120 }
      - labels: { allow: [bug, docs] }
`;

/** One comment of a review, at a line of src/sum.js. */
export const at = (line: number, more: object = {}) => ({ path: 'src/sum.js', line, body: 'Why?', ...more });

export const review = (comments: object[] = [at(2)], more: object = {}) =>
  ({ kind: 'review', event: 'COMMENT', summary: 'Looked at it.', comments, ...more }) as AcceptedOutput;

export const check = (many = 0, more: object = {}) =>
  ({
    kind: 'check',
    conclusion: 'neutral',
    title: 'Two things',
    summary: 'See **below**.',
    annotations: Array.from({ length: many }, (_, index) => ({
      path: 'src/sum.js',
      start_line: index + 1,
      end_line: index + 1,
      level: 'warning',
      message: `Remark ${index + 1}`,
    })),
    ...more,
  }) as AcceptedOutput;

export const labels: AcceptedOutput = { kind: 'labels', add: ['bug'] };

/** A run that leaves these outputs. */
export const leaving = (outputs: AcceptedOutput[], more: Partial<Result> = {}): Play =>
  succeeds({ outputs, ...more });

/** A pull request with one new file of two lines, and whatever else is given. */
export async function makePostingWorld(
  play: Play,
  { config = ALL, files = {} }: { config?: string; files?: Record<string, string> } = {},
) {
  const { world, opens } = await makePullWorld({ play, files: { [CONFIG]: config } });
  const { number, headSha } = await opens({ 'src/sum.js': 'one\ntwo\n', ...files });
  return {
    world,
    number,
    headSha,
    dispatches: () => world.says('wanda', '/dispatch reviewer look', number),
    reviews: () => world.github.listReviews('acme/app', number),
    labels: () => world.github.listLabels('acme/app', number),
    checks: () => world.github.listChecks('acme/app'),
    /** The status comment, as it stands now. */
    told: () => world.answers(number)[0]?.body ?? '',
    fails: (
      method: string,
      path: RegExp,
      respond: Parameters<typeof world.github.faults.add>[0]['respond'],
      times = 1,
    ) => world.github.faults.add({ method, path, respond, times }),
  };
}
