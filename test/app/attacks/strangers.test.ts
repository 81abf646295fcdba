import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openStore } from '../../../edge/store/store.ts';
import { makeWorld, succeeds, type World } from '../world.ts';
import { allOn, COMMAND, payloadOf, send, signed, startedBy, without } from './layers.ts';

/* What strangers send: T01, T04, T05, T06, T08, T09, T14 and T16 of docs/attack-rows.md, in one world. */

const off = vi.hoisted(() => ({
  role: false,
  parse: false,
  listen: false,
  signature: false,
  tenant: 0,
  terminal: false,
}));

vi.mock(import('../../../edge/github/read.ts'), async (original) => {
  const real = await original();
  return { ...real, readRole: (...all) => (off.role ? Promise.resolve('write') : real.readRole(...all)) };
});
vi.mock(import('../../../core/command/parse.ts'), async (original) => {
  const real = await original();
  const folded = (body: string) =>
    body
      .normalize('NFKC')
      .replaceAll('\u0456', 'i')
      .replaceAll(/[^\n\x20-\x7e]/g, '')
      .toLowerCase();
  return {
    parse(body) {
      const line = off.parse ? /\/dispatch +reviewer.*/.exec(folded(body)) : null;
      return line ? real.parse(line[0]) : real.parse(body);
    },
  };
});
vi.mock(import('../../../core/authority/listen.ts'), async (original) => {
  const real = await original();
  return { listen: (hearing) => (off.listen ? null : real.listen(hearing)) };
});
vi.mock(import('../../../edge/keys/digest.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    webhookCheck: (...all) =>
      off.signature ? { update: () => {}, matches: () => true } : real.webhookCheck(...all),
  };
});
vi.mock(import('../../../edge/store/jobs.ts'), async (original) => {
  const real = await original();
  return {
    openJobs(...all) {
      const jobs = real.openJobs(...all);
      const byId: typeof jobs.byId = async (id) => {
        const job = await jobs.byId(id);
        return job && off.tenant > 0 ? { ...job, repositoryId: off.tenant } : job;
      };
      return { ...jobs, byId };
    },
  };
});

let world: World;
beforeAll(async () => {
  // What an agent writes is the command itself: T06.
  world = await makeWorld({ play: succeeds({ text: `${COMMAND}\n\n${COMMAND} again` }) });
  world.github.createUser('tina');
  world.github.setRole('acme/app', 'tina', 'triage');
  // Nobody whose role was asked for already.
  world.github.createUser('fred');
  world.github.setRole('acme/app', 'fred', 'read');
  world.github.createUser('echo', 'Bot');
  world.github.setRole('acme/app', 'echo', 'admin');
}, 60_000);
afterAll(() => world.end());
beforeEach(() => void Object.assign(off, allOn()));

const says = (login: string, body: string) => () => world.says(login, body);

describe('T01: somebody without the role', () => {
  test.each([
    ['rita', 'OWNER'],
    ['rita', 'FIRST_TIME_CONTRIBUTOR'],
    ['tina', 'COLLABORATOR'],
  ])('%s, whom the webhook calls %s, starts nothing, and is not answered', async (login, association) => {
    const answers = world.answers().length;
    const payload = await payloadOf(world, login, { author_association: association, body: COMMAND });
    expect(await startedBy(world, () => send(world, payload))).toBe(0);
    expect(world.answers()).toHaveLength(answers);
  });

  test('would start a run if the role were not asked for', async () => {
    const payload = await payloadOf(world, 'fred', { author_association: 'NONE', body: COMMAND });
    await without(off, { role: true }, async () =>
      expect(await startedBy(world, () => send(world, payload))).toBe(1),
    );
  });
});

describe('T04: a command that is quoted', () => {
  const forms = [
    `> ${COMMAND}`,
    `> > a\n${COMMAND}`,
    `On Monday rita wrote:\n> ${COMMAND}`,
    `\`\`\`\n${COMMAND}\n\`\`\``,
    `~~~~ sh\n\n${COMMAND}`,
    `a\n\n    ${COMMAND}`,
    `<!--\n\n${COMMAND}\n\n-->`,
    `<details>\n\n${COMMAND}\n\n</details>`,
    `- a\n${COMMAND}`,
    `# ${COMMAND}`,
    `a \`\n${COMMAND}\n\``,
  ];

  test('starts nothing in any form, whoever quotes it', async () => {
    for (const form of forms) expect(await startedBy(world, says('wanda', form)), form).toBe(0);
  });

  test('would start a run in each if lines were searched for it', async () => {
    await without(off, { parse: true }, async () =>
      expect(await startedBy(world, says('wanda', forms[0] ?? ''))).toBe(1),
    );
  });
});

describe('T05: what only looks like a command', () => {
  const alike = [
    '/dispatch rev\u0456ewer look',
    '\uff0fdispatch reviewer look',
    '/dispatch rev\u200biewer look',
    '/dispatch \u202ereviewer look',
    '/dispatch reviewer\u0000 look',
    '/dispatch Reviewer look',
    '/dispatch ｒeviewer look',
    '/d\u0456spatch reviewer look',
  ];

  test('starts nothing, and makes no job of another name', async () => {
    for (const body of alike) expect(await startedBy(world, says('wanda', body)), body).toBe(0);
    await world.app.idle();
    const store = openStore(world.stateFile);
    const jobs = await store.jobs.inThread(world.repository.id, world.issue.number, 100);
    await store.close();
    expect(new Set(jobs.map(({ agent }) => agent))).toEqual(new Set(['reviewer']));
    expect(jobs).toHaveLength(world.dispatches().length);
  });

  test('would start a run if look-alikes were folded', async () => {
    await without(off, { parse: true }, async () =>
      expect(await startedBy(world, says('wanda', alike[0] ?? ''))).toBe(1),
    );
  });
});

describe('T06: a comment that answers a comment', () => {
  test('one run for one command: neither our own comment nor the bot that repeats it starts another', async () => {
    expect(await startedBy(world, says('wanda', COMMAND))).toBe(1);
    const own = world.answers().at(-1)?.body ?? '';
    expect(own).toContain('dispatch');
    expect(own).not.toMatch(/^\/dispatch/m);
    expect(await startedBy(world, says('echo', COMMAND))).toBe(0);
    const app = await payloadOf(world, 'wanda', { body: COMMAND, performed_via_github_app: { id: 1 } });
    expect(await startedBy(world, () => send(world, app))).toBe(0);
  });

  test('the bot would start one if bots were listened to', async () => {
    await without(off, { listen: true }, async () =>
      expect(await startedBy(world, says('echo', COMMAND))).toBe(1),
    );
  });
});

describe('T08: a comment as long as GitHub takes', () => {
  const long = `${COMMAND}\n`.repeat(2_000).slice(0, 65_536).trimEnd();

  test('full of commands starts nothing and gets one answer', async () => {
    const answers = world.answers().length;
    expect(await startedBy(world, says('wanda', long))).toBe(0);
    expect(world.answers()).toHaveLength(answers + 1);
  });

  test('would start one if the first line that looks so were taken', async () => {
    await without(off, { parse: true }, async () =>
      expect(await startedBy(world, says('wanda', long))).toBe(1),
    );
  });
});

describe('T09: a forged delivery', () => {
  const rows = async () => {
    const store = openStore(world.stateFile);
    try {
      return (await store.counts()).waiting;
    } finally {
      await store.close();
    }
  };

  const forged = async (): Promise<[string, Parameters<typeof send>[2]][]> => {
    const payload = await payloadOf(world, 'wanda', { body: COMMAND });
    const bytes = Buffer.from(JSON.stringify(payload));
    const right = signed(bytes);
    const signature = (value: string) => ({ bytes, headers: { 'x-hub-signature-256': value } });
    return [
      ['missing', signature('')],
      ['SHA-1', signature('sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709')],
      ['cut', signature(right.slice(0, -2))],
      ['longer', signature(`${right}00`)],
      ['upper case', signature(right.toUpperCase())],
      ['of another body', signature(signed(Buffer.from('{}')))],
      [
        'of the text before it was written anew',
        { ...signature(right), bytes: Buffer.from(JSON.stringify(payload, null, 1)) },
      ],
      [
        'of the text in UTF-8, sent as UTF-16',
        { ...signature(right), bytes: Buffer.from(JSON.stringify(payload), 'utf16le') },
      ],
    ];
  };

  test('is answered 401 and leaves no row', async () => {
    const before = await rows();
    for (const [name, sent] of await forged()) {
      expect(await startedBy(world, async () => expect(await send(world, null, sent), name).toBe(401))).toBe(
        0,
      );
    }
    expect(await rows()).toEqual(before);
  });

  test('would start a run if signatures were not checked', async () => {
    const sent = (await forged()).find(([name]) => name === 'of another body')?.[1];
    await without(off, { signature: true }, async () =>
      expect(await startedBy(world, () => send(world, null, sent))).toBe(1),
    );
  });
});

describe('T14: signs in the names of a pull request', () => {
  const inputsOf = () =>
    world.dispatches().map(({ body }) => (body as { inputs: Record<string, string> }).inputs);

  test('reach no input of the run: it gets a commit and a ticket', async () => {
    const head = inputsOf()[0]?.['head'] ?? '';
    const pull = await world.github.createPullRequest('acme/app', {
      title: '${{ secrets.X }} $(id) `a`;curl b',
      author: 'rita',
      headSha: head,
      headOwner: 'rita',
    });
    expect(await startedBy(world, () => world.says('wanda', COMMAND, pull.number))).toBe(1);
    const inputs = inputsOf().at(-1) ?? {};
    expect(Object.keys(inputs).toSorted()).toEqual(['head', 'ticket']);
    expect(inputs['head']).toBe(head);
    expect(inputs['ticket']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const claims = Buffer.from(inputs['ticket']?.split('.')[1] ?? '', 'base64url').toString();
    expect(claims).not.toMatch(/secrets\.X|curl b/);
  });
});

describe('T16: the job of another repository', () => {
  const odd = (id: string) => ['../../x', id.slice(1), `${id}0`, id.toUpperCase(), `${id}/..`];
  let other: { id: number };
  let thread: number;
  const asked = async (id: string) => {
    const from = world.github.requests.length;
    world.github.comment('acme/other', thread, 'wanda', `/dispatch status ${id}`);
    await world.settle();
    const answers = world.github
      .listComments('acme/other', thread)
      .filter(({ author }) => author.type === 'Bot');
    const calls = world.github.requests
      .slice(from)
      .map(({ method, path }) => `${method} ${path.replaceAll(/\d+/g, 'N')}`);
    return { answer: answers.at(-1)?.body.replaceAll(/[0-9a-f]{32,}|reply=\d+/g, '…') ?? '', calls };
  };
  const foreignId = () =>
    /agent-dispatch job=(\w+)/.exec(world.answers().at(-1)?.body ?? world.answers()[0]?.body ?? '')?.[1];

  beforeAll(() => {
    other = world.github.createRepository({ owner: 'acme', name: 'other', gitDir: world.gitDir });
    world.github.setRole('acme/other', 'wanda', 'write');
    thread = world.github.createIssue('acme/other', { title: 'Other', author: 'wanda' }).number;
  });

  test('is told of in the words, and with the calls, of one that never was', async () => {
    await world.says('wanda', COMMAND);
    const id = foreignId() ?? '';
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const foreign = await asked(id);
    expect(foreign.answer).toContain('There is no job');
    expect(await asked([...id].toReversed().join(''))).toEqual(foreign);
    for (const word of odd(id)) expect((await asked(word)).answer, word).toMatch(/32 of the digits/);
  });

  test('would be shown if its repository were not looked at', async () => {
    await world.says('wanda', COMMAND);
    await without(off, { tenant: other.id }, async () => {
      expect((await asked(foreignId() ?? '')).answer).toContain('reviewer');
    });
  });
});
