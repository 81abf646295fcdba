import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { PatchFile } from '../../../core/output/patch/patch-file.ts';
import type { Play } from '../world.ts';
import { CODER, file, makePatchWorld, proposing } from '../patch-world.ts';
import { HOSTILE, stillActive } from '../posting-attacks.ts';
import { send } from './layers.ts';

/*
 * What a run hands back besides its answer, from an agent or a job that is hostile: M07, M08, M23, M34, M40, M42, W04 and
 * W05 of docs/attack-rows.md, in one world. Each with the layer off, where the same look finds what it is for.
 */

const off = vi.hoisted(() => ({
  patch: false,
  terminal: false,
  ceiling: false,
  strict: false,
  words: false,
  flat: false,
}));

vi.mock(import('../../../core/output/patch/judge-patch.ts'), async (original) => {
  const real = await original();
  return { ...real, judgePatch: (...all) => (off.patch ? null : real.judgePatch(...all)) };
});
vi.mock(import('../../../edge/store/job.ts'), async (original) =>
  (await import('./endless.ts')).endlessJobs(await original(), () => off.terminal),
);
vi.mock(import('../../../app/deliveries.ts'), async (original) =>
  (await import('./endless.ts')).newDeliveries(await original(), () => off.terminal),
);
vi.mock(import('../../../app/judge-run.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    judgeRun: (conclusion, found) => real.judgeRun(off.ceiling ? 'success' : conclusion, found),
  };
});
vi.mock(import('../../../core/output/hostile-json.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    readHostileJson: (...all) => (off.strict ? JSON.parse(all[0]) : real.readHostileJson(...all)),
  };
});
vi.mock(import('../../../core/output/kinds/artifact.ts'), async (original) => {
  const real = await original();
  const fileName = z.string().refine((name) => off.flat || real.fileName.safeParse(name).success);
  return { ...real, fileName };
});
vi.mock(import('../../../core/output/patch/patch-words.ts'), async (original) => {
  const real = await original();
  return { ...real, patchTitle: (title) => (off.words ? title : real.patchTitle(title)) };
});

let lab: Awaited<ReturnType<typeof makePatchWorld>>;
let play: Play;
beforeAll(async () => {
  lab = await makePatchWorld((...all) => play(...all), {
    config: CODER.replace('files: 5', 'files: 60'),
  });
}, 60_000);
afterAll(() => lab.world.end());
beforeEach(() => {
  Object.assign(off, {
    patch: false,
    terminal: false,
    ceiling: false,
    strict: false,
    words: false,
    flat: false,
  });
});

/** Somebody asks who has not asked before: nobody may write more than a few commands a minute. */
let people = 0;
async function dispatches() {
  const login = `writer-${(people += 1)}`;
  lab.world.github.createUser(login);
  lab.world.github.setRole('acme/app', login, 'write');
  await lab.world.says(login, '/dispatch coder add it');
}

/** What a run brings about that leaves this: the comment, new pull requests, and paths of trees that GitHub was asked for. */
async function after(left: Play) {
  play = left;
  const [pulls, requests] = [lab.pulls().length, lab.world.github.requests.length];
  await dispatches();
  const trees = lab.world.github.requests
    .slice(requests)
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/git/trees'));
  return {
    told: lab.world.answers(lab.world.issue.number).at(-1)?.body ?? '',
    pulls: lab.pulls().slice(pulls),
    paths: trees.flatMap(({ body }) => (body as { tree: { path: string }[] }).tree.map(({ path }) => path)),
    labels: [...lab.world.issue.labels],
  };
}

const PATHS: Record<string, readonly string[]> = {
  M07: [
    '.github/workflows/x.yml',
    'sub/action.yml',
    'docs/CODEOWNERS',
    '.github/egress-firewall.yaml',
    'package.json',
    'Makefile',
    'CLAUDE.md',
    'sub/.claude/settings.json',
  ],
  M08: ['.git/hooks/post-checkout', '.git/config', '.gitattributes', 'sub/.git/config', 'GIT~1/config'],
  M34: ['../../.github/workflows/x', 'a/.git/config', 'a\r\nb', '/etc/x', 'C:\\x', 'a/../b', 'sub/./c'],
};

describe.each(Object.entries(PATHS))('%s', (_, paths) => {
  test.each(paths)('%j is proposed to nobody', async (path) => {
    const made = await after(proposing([file('src/add.js', 'x\n'), file(path, 'PLANTED\n')]));
    expect(made.told).toMatch(/not what the agent may hand back/);
    expect(made).toMatchObject({ pulls: [], paths: [] });
  });

  test('without the judgement GitHub is asked for each of them', async () => {
    off.patch = true;
    const made = await after(proposing(paths.map((path) => file(path, 'PLANTED\n'))));
    expect(made.paths).toEqual(paths);
  });
});

describe('M23: words that a person or a bot would act on', () => {
  const title = '/approve fixes #1 for @wanda';
  const signs = (text: string) => [/^\//, /fixes #1/i, /@wanda/].filter((sign) => sign.test(text)).length;
  const propose = () => after(proposing([file('src/add.js', 'x\n')], { item: { title, body: HOSTILE } }));

  test('do nothing in a pull request', async () => {
    const [pull] = (await propose()).pulls;
    expect(signs(pull?.title ?? '/')).toBe(0);
    expect(stillActive(pull?.body ?? '![')).toEqual([]);
  });

  test('would, if its title were taken as it is', async () => {
    off.words = true;
    const [pull] = (await propose()).pulls;
    expect(signs(pull?.title ?? '')).toBe(3);
  });
});

describe('M40: what a later job restores from a cache', () => {
  const cached = ['.npm/_cacache/index', 'node_modules/dep/index.js', '.cargo/registry/index'];

  const keep = (path: string) =>
    after(proposing([file('src/add.js', 'x\n')], { beside: { [`files/${path}`]: 'PLANTED' } }));

  test.each(cached)('%s: a file that is kept has no folder, wherever it is unpacked', async (path) => {
    const made = await keep(path);
    expect(made.told).toMatch(/which no run of ours writes/);
    expect(made).toMatchObject({ pulls: [], paths: [] });
  });

  test('with any name it gets further: it is only none that the result lists', async () => {
    off.flat = true;
    expect((await keep(cached[0] ?? '')).told).toMatch(/other files than the result lists/);
  });
});

describe('M42: JSON that readers do not agree on, in the texts of a change', () => {
  const files = [file('src/add.js', 'good\n')];
  const texts = '{"version":1,"files":[{"path":"src/add.js","content":"good\\n"}]}';
  const LEFT: Record<string, string> = {
    'the same key twice': texts.replace('"content"', '"content":"evil\\n","content"'),
    'a key of a prototype': texts.replace('{"version"', '{"__proto__":{"evil":1},"version"'),
    'a key named constructor': texts.replace('{"version"', '{"constructor":1,"version"'),
    'a number out of range': texts.replace('"version":1', '"version":1e400'),
    'lists nested 100,000 deep': '['.repeat(100_000),
    'a string of five megabytes': texts.replace('good', 'x'.repeat(5_300_000)),
    'half a character': texts.replace('good', '\\ud800'),
    'no number': texts.replace('"version":1', '"version":NaN'),
  };
  const propose = (json: string) => after(proposing(files, { beside: { 'changes.json': json } }));

  test.each(Object.entries(LEFT))('%s: nothing of it is taken, and the app goes on', async (_, json) => {
    const made = await propose(json);
    expect(made.told).toMatch(/^## ❌ /);
    expect(made).toMatchObject({ pulls: [], paths: [] });
  });

  test('a reader like others takes the first of them for what was judged', async () => {
    off.strict = true;
    expect((await propose(LEFT['the same key twice'] ?? '')).paths).toEqual(['src/add.js']);
  });
});

describe('W04: a second result, after the end', () => {
  const handing = (files: readonly PatchFile[], add: readonly string[]) =>
    proposing(files, {
      more: {
        outputs: [
          { kind: 'patch', title: 'Add', body: 'x' },
          ...(add.length > 0 ? [{ kind: 'labels' as const, add: [...add] }] : []),
        ],
      },
    });
  const labels = () => [...lab.world.issue.labels].map((label) => JSON.stringify(label)).join();

  /** Puts another result into the artifact of a run that has ended, and says that it ends once more. */
  async function again(run: object) {
    const left: Play[] = [];
    play = (claims, order) => {
      left.push(() => handing([file('src/add.js', 'evil\n')], ['bug'])(claims, order));
      return handing([file('src/add.js', 'x\n')], [])(claims, order);
    };
    const before = lab.pulls().length;
    const claimed: Parameters<Play>[] = [];
    const first = play;
    play = (...all) => (claimed.push(all), first(...all));
    await dispatches();
    expect(lab.pulls()).toHaveLength(before + 1);
    const second = await left[0]?.(...(claimed[0] as Parameters<Play>));
    const artifact = lab.world.github.runs.at(-1)?.artifacts[0];
    if (artifact === undefined || second?.artifacts?.[0] === undefined) throw new Error('no artifact');
    artifact.zip = second.artifacts[0].zip;
    const ends = lab.world.github.deliveries.filter(
      ({ event, action }) => event === 'workflow_run' && action === 'completed',
    );
    const end = structuredClone(ends.at(-1)?.request.payload) as Record<string, object>;
    const payload = { ...end, workflow_run: { ...end['workflow_run'], ...run } };
    await send(lab.world, payload, { event: 'workflow_run' });
    return { pulls: lab.pulls().length - before, labels: labels() };
  }

  test.each([
    ['at another time', { updated_at: '2030-01-01T00:00:00Z' }],
    ['of another attempt', { run_attempt: 2 }],
    ['of an older attempt', { run_attempt: 0 }],
  ])('%s brings about nothing', async (_, run) => {
    expect(await again(run)).toEqual({ pulls: 1, labels: '' });
  });

  test('would set labels if what was heard and what has ended were forgotten', async () => {
    off.terminal = true;
    expect((await again({ updated_at: '2030-01-01T00:00:01Z' })).labels).toContain('bug');
  });
});

describe('W05: a run that failed claims success', () => {
  const claiming =
    (conclusion: string): Play =>
    async (...all) => ({
      ...(await proposing([file('src/add.js', 'x\n')])(...all)),
      conclusion: conclusion as 'failure',
    });

  test.each(['failure', 'cancelled', 'timed_out'])(
    'and ended as %s: nothing of it is proposed',
    async (ended) => {
      const made = await after(claiming(ended));
      expect(made.told).not.toMatch(/✅/);
      expect(made).toMatchObject({ pulls: [], paths: [] });
    },
  );

  test('it would be, if what GitHub says of it were no ceiling', async () => {
    off.ceiling = true;
    expect((await after(claiming('failure'))).pulls).toHaveLength(1);
  });

  test('a result that says itself that it failed hands back nothing, whatever stands in it', async () => {
    const cause = { code: 'run-failed', because: 'It failed.', remedy: 'Look.' };
    const more = { outcome: 'failed', cause, error_code: 'cli' } as const;
    const made = await after(proposing([file('src/add.js', 'x\n')], { more }));
    expect(made.told).toMatch(/Not posted: patch/);
    expect(made).toMatchObject({ pulls: [], paths: [] });
  });
});
