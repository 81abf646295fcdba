import { expect, test } from 'vitest';
import { MAINTAINER, begin, shippedWorkflow } from './story.ts';
import { commitInto } from '../bare-repository.ts';
import { lastToolResults } from '../../lab/model/script.ts';

const config = `version: 1
agents:
  reviewer:
    description: Reviews code
    system_prompt: You review.
    outputs: [comment, review]
`;
/** The shipped workflow without what it lets the job read of pull requests. */
const closed = shippedWorkflow.replace(', pull-requests: read,', ',');

const review = (...lines: number[]) => ({
  tool: 'mcp__dispatch__review',
  input: {
    summary: 'One sign is wrong.',
    comments: lines.map((line) => ({ path: 'src/add.js', line, body: 'It subtracts.' })),
  },
});

/** A pull request that changes line 1 of `src/add.js`, and a reviewer who first names a line it does not have. */
async function reviewed(files: Record<string, string>) {
  const told: string[] = [];
  const story = await begin({
    files: { '.github/dispatch.yml': config, ...files },
    model: (request, turn) => {
      told.push(...lastToolResults(request).map(({ text }) => text));
      return {
        calls: [review(1, 40)],
        ...(turn > 0 && { calls: [review(1)] }),
        ...(turn > 1 && { calls: [], text: 'See my review.' }),
      };
    },
  });
  const headSha = await commitInto(story.gitDir, {
    change: { 'src/add.js': 'export const add = (a, b) => a + b;\n' },
    from: 'main',
    onto: 'made',
  });
  const pull = { title: 'Add at last', author: MAINTAINER, headSha };
  const { number } = await story.github.createPullRequest(story.repository, pull);
  story.github.comment(story.repository, number, MAINTAINER, '/dispatch reviewer look at it');
  await story.idle();
  const comments = story.github.listComments(story.repository, number).filter(({ viaApp }) => viaApp);
  return { ...story, told, body: comments.at(-1)?.body ?? '' };
}

test('a reviewer of a pull request is told of a bad line of its change, mends it, and the review is posted', async () => {
  const { told, body, log, github } = await reviewed({});
  expect(told[0]).toContain(
    'comment 2: src/add.js has no line 40 on the side RIGHT; the diff has RIGHT 1 and LEFT 1',
  );
  expect(told.at(-1)).toBe('Taken, in the place of the review before.');
  expect(log.join('\n')).toMatch(/in part +mcp__dispatch__review[^]*taken +mcp__dispatch__review/);
  expect(body).toMatch(/See my review\.[^]*\[Review with 1 comment\]/);
  const posted = github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/reviews'));
  expect(posted).toMatchObject([
    { status: 200, body: { event: 'COMMENT', comments: [{ path: 'src/add.js', line: 1 }] } },
  ]);
  expect(github.violations).toEqual([]);
});

test('where the job may not read the pull request, that is said, and so is it to the agent', async () => {
  const { told, log } = await reviewed({ '.github/workflows/dispatch.yml': closed });
  expect(log.join('\n')).toMatch(/review: no line can be commented on: .*pull request/);
  expect(told[0]).toContain('there is no diff here; say it in the summary');
});
