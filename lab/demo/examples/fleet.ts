import type { MessagesRequest } from '../../model/request.ts';
import { lastToolResults, type Turn, type TurnFunction } from '../../model/script.ts';
import { makeLayered } from '../make-repository.ts';
import { thought } from '../pace.ts';
import type { Example } from '../scene.ts';

/** A pull request, and a lead who has it reviewed area by area by others, side by side. */
export const fleet: Example = {
  name: 'fleet',
  summary: 'one answer by a lead, three reviewers at work side by side, and an aggregator',
  thread: {
    title: 'Statements in pages, and a way to restore a ledger',
    body: 'Long statements were slow to show. `restore` is for the new backup.',
  },
  comment: '/dispatch lead have this pull request reviewed, area by area',
  notes: [],
  make: (root) =>
    makeLayered(root, {
      main: ['repository', 'before', 'review/main'],
      pull: { branch: 'statement-pages', layers: ['review/pull'], message: 'Show statements in pages' },
    }),
  model: (request, turnIndex) => {
    const system = JSON.stringify(request.system ?? '');
    if (system.includes('You review one area')) return reviewer(request, turnIndex);
    return system.includes('You are given several reviews')
      ? aggregator(request, turnIndex)
      : lead(request, turnIndex);
  },
  brings: 'answer',
};

const AREAS = ['statements', 'restore', 'tests'] as const;
type Area = (typeof AREAS)[number];

const call = (name: string, input: Record<string, unknown>) => ({ tool: `mcp__dispatch__${name}`, input });
const read = (file_path: string) => ({ tool: 'Read', input: { file_path } });

/** What each of the reviewers looks at, and what there is to say of it. */
const REVIEWS: Readonly<Record<Area, { looks: string[]; says: string }>> = {
  statements: {
    looks: ['src/statement.js', 'test/statement.test.js'],
    says:
      '`src/statement.js:4` loses the last entry of each page: the end of `slice` is exclusive, so a page of 20 holds ' +
      '19. Smallest change: `page * size` in the place of `page * size - 1`.',
  },
  restore: {
    looks: ['src/restore.js', 'src/transfer.js'],
    says:
      '`src/restore.js:10` swallows what `transfer` throws for an unknown account, and counts the line all the same: a ' +
      'restored ledger can lack transfers, and nobody hears of it. Smallest change: let the error through.',
  },
  // Nobody may read that, whoever asks: the refusal stands in the report under the name of the worker.
  tests: {
    looks: ['test/statement.test.js', '.git/config'],
    says: '`test/statement.test.js` covers one page of two entries; neither a full page nor `restore` is tested.',
  },
};

/** The lead: three workers at once, then one that puts their answers together, then an answer. */
const lead: TurnFunction = (request, turnIndex) => {
  const results = lastToolResults(request).map(({ text }) => text);
  const turns: readonly (() => Turn)[] = [
    () => ({
      text: 'Three areas, one reviewer each.',
      calls: AREAS.map((area) =>
        call('spawn_worker', {
          agent: 'area-reviewer',
          task: `Area: ${area}. Review what the last commit changes there.`,
        }),
      ),
    }),
    () => ({ calls: AREAS.map((_, at) => call('wait', { worker: at + 1, seconds: 120 })) }),
    () => ({ calls: AREAS.map((_, at) => call('result', { worker: at + 1 })) }),
    () => ({
      text: 'All three are there. One of them was refused a file; that costs nothing.',
      calls: [
        call('spawn_worker', {
          agent: 'aggregator',
          task: `Make one answer of these reviews.\n\n${results.join('\n\n')}`,
        }),
        call('wait', { worker: 4, seconds: 120 }),
        call('result', { worker: 4 }),
        call('list', {}),
      ],
    }),
    () => ({ text: answerOf(results) }),
  ];
  return thought(turns[turnIndex]?.() ?? { text: 'Done.' }, 1800 + 700 * turnIndex, 180);
};

/** What the aggregator has written, taken out of what stands around it. */
function answerOf(results: readonly string[]): string {
  const given = results.find((text) => text.includes('**Two faults')) ?? '';
  const [, , written = ''] = given.split(/untrusted-[0-9a-f]{32}/);
  return written.trim() || 'The reviews could not be put together.';
}

const reviewer: TurnFunction = (request, turnIndex) => {
  const area = AREAS.find((one) => taskOf(request).includes(`Area: ${one}.`)) ?? 'tests';
  const { looks, says } = REVIEWS[area];
  if (turnIndex === 0) return thought({ text: `I look at ${area}.`, calls: looks.map(read) }, 1500, 90);
  return thought({ text: says }, 2300, 120);
};

const aggregator: TurnFunction = (request, turnIndex) => {
  if (turnIndex === 0)
    return thought({ calls: [read('src/statement.js'), read('src/restore.js')] }, 2000, 70);
  const task = taskOf(request);
  const found = AREAS.filter((area) => task.includes(REVIEWS[area].says.slice(0, 40)));
  const lines = found.map((area, at) => `${at + 1}. ${REVIEWS[area].says}`);
  return thought({ text: ['**Two faults lose data without a word.**', '', ...lines].join('\n') }, 2600, 260);
};

function taskOf({ messages }: MessagesRequest): string {
  return JSON.stringify(messages[0]?.content ?? '') + JSON.stringify(messages[2]?.content ?? '');
}
