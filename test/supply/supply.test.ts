import { describe, expect, test } from 'vitest';
import { ROOT } from '../cli/run-dispatch.ts';
import { judgeDependencies, MOST_DIRECT, checkDependencies } from './dependencies.ts';
import { judgeLicences, licenceList } from './licences.ts';
import { readLock, type Locked, type Manifest } from './lock-file.ts';
import { nextVersion } from './next-version.ts';
import { runNpm } from './program.ts';
import { judgeSbom, productionSbom, type Sbom } from './sbom.ts';
import { judgeSignatures } from './signatures.ts';
import { summary } from './summary.ts';
import { failed, passed, unchecked } from './verdict.ts';

const locked = (name: string, differing: Partial<Locked> = {}): Locked => ({
  name,
  version: '1.0.0',
  licence: 'MIT',
  integrity: 'sha512-AAAA',
  isDev: false,
  isOptional: false,
  ...differing,
});

const manifest = (dependencies: Record<string, string>): Manifest => ({
  name: 'x',
  version: '1.0.0',
  dependencies,
  optionalDependencies: {},
  devDependencies: {},
});

const page = (...rows: string[]) => `# D\n\n## Production\n\n${rows.join('\n')}\n\n## Development\n`;
const row = (name: string, licence = 'MIT') =>
  `| \`${name}\` | ada/${name} | ${licence} | reads the thing that we need |`;

describe('dependencies and their reasons', () => {
  test('the page is true', () => expect(checkDependencies(ROOT)).toMatchObject({ state: 'ok' }));

  test.each([
    ['none', page(row('a')), { a: '1.0.0' }, []],
    ['no row', page(), { a: '1.0.0' }, ['a has no row']],
    ['a stale row', page(row('a'), row('b')), { a: '1.0.0' }, ['b has a row']],
    ['a range', page(row('a')), { a: '^1.0.0' }, ["a is '^1.0.0'"]],
    ['another licence', page(row('a', 'ISC')), { a: '1.0.0' }, ['a is under MIT']],
    ['no reason', page('| `a` | ada/a | MIT | |'), { a: '1.0.0' }, ['a has no reason']],
    [
      'no publisher',
      page('| `a` | | MIT | reads the thing that we need |'),
      { a: '1.0.0' },
      ["a is published from ada/a, docs/dependencies.md says ''"],
    ],
  ])('%s', (_, text, dependencies, wrong) => {
    const { findings } = judgeDependencies(
      text,
      manifest(dependencies),
      [locked('a')],
      (name) => `ada/${name}`,
    );
    expect(findings).toHaveLength(wrong.length);
    wrong.forEach((words, at) => expect(findings[at]).toContain(words));
  });

  test('one too many', () => {
    const names = Array.from({ length: MOST_DIRECT + 1 }, (_, at) => `p${at}`);
    const wanted = manifest(Object.fromEntries(names.map((name) => [name, '1.0.0'])));
    const { findings } = judgeDependencies(page(...names.map((name) => row(name))), wanted, [], () => null);
    expect(findings).toEqual([`package.json has 21 production dependencies: at most 20 are allowed`]);
  });
});

describe('licences', () => {
  test('what development alone needs is not judged, a choice may be made', () => {
    const lock = [
      locked('a'),
      locked('b', { licence: 'AGPL-3.0', isDev: true }),
      locked('c', { licence: '(GPL-2.0 OR MIT)' }),
    ];
    expect(judgeLicences(lock).state).toBe('ok');
    expect(licenceList(lock)).toBe('a@1.0.0\tMIT\nc@1.0.0\t(GPL-2.0 OR MIT)\n');
  });

  test.each([['AGPL-3.0'], ['(MIT AND GPL-3.0-only)'], ['SEE LICENSE IN x'], [null]])(
    '%s is found',
    (licence) => {
      expect(judgeLicences([locked('a', { licence })]).state).toBe('failed');
    },
  );
});

describe('the bill of materials', async () => {
  const lock = readLock(ROOT);
  const made = await runNpm(['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], ROOT);
  const whole = () => JSON.parse(made.out) as Sbom;
  const bill = () => productionSbom(whole(), lock, 'agent-dispatch');

  test('names all that production installs, and zod, which npm forgets when it omits development', () => {
    expect(judgeSbom(bill(), lock)).toMatchObject({ state: 'ok', findings: [] });
    const names = bill().components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['zod', 'probot', 'yaml']));
    expect(names).not.toContain('vitest');
  });

  test('is the same for the same lock file', () => {
    const later = whole();
    later.metadata.timestamp = '2030-01-01T00:00:00.000Z';
    later.serialNumber = 'urn:uuid:other';
    expect(JSON.stringify(productionSbom(later, lock, 'agent-dispatch'))).toBe(JSON.stringify(bill()));
    expect(bill().serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test('one package less, one more, another digest, no licence: each is found', () => {
    const damage: ((one: Sbom) => unknown)[] = [
      ({ components }) => components.pop(),
      ({ components }) => components.push({ ...components[0]!, name: 'more' }),
      ({ components }) => (components[0]!.hashes = [{ alg: 'SHA-512', content: '00' }]),
      ({ components }) => (components[0]!.licenses = []),
    ];
    for (const harm of damage) {
      const harmed = bill();
      harm(harmed);
      expect(judgeSbom(harmed, lock).state).toBe('failed');
    }
  });
});

describe('signatures', () => {
  const said = (code: number | null, out: string, err = '') => judgeSignatures({ code, out, err });
  const report = (what: object) => JSON.stringify({ invalid: [], missing: [], ...what });

  test('all are right', () => expect(said(0, report({})).state).toBe('ok'));

  test.each(['invalid', 'missing'])('one is %s', (what) => {
    const { state, findings } = said(1, report({ [what]: [{ name: 'zod', version: '4.6.7' }] }));
    expect(state).toBe('failed');
    expect(findings[0]).toContain('zod@4.6.7');
  });

  test.each([
    [
      'no network',
      1,
      '',
      'npm error network request to https://tuf.example/1.json failed, reason: getaddrinfo ENOTFOUND',
      'https://tuf.example/1.json',
    ],
    [
      'a registry without keys',
      1,
      '',
      'npm error No dependencies found that were installed from a supported registry',
      'supported registry',
    ],
    ['an answer that is none', 0, 'fine', '', 'exit 0'],
    ['no npm', null, '', '', 'there is no npm'],
    ['an end without a reason', 1, report({}), '', 'named no package'],
  ])('%s counts as unchecked, and says so', (_, code, out, err, words) => {
    expect(said(code, out, err)).toMatchObject({ state: 'unchecked', said: expect.stringContaining(words) });
  });
});

describe('the summary', () => {
  const all = new Map([
    ['a', passed('fine')],
    ['b', unchecked('there is no b here')],
  ]);

  test('tells apart what is good and what nobody looked at', () => {
    const { lines, code } = summary(all, false);
    expect(lines.join('\n')).toMatch(
      /ok +a +fine\nNOT CHECKED +b +there is no b here\n1 ok, 0 failed, 1 not checked/,
    );
    expect(code).toBe(0);
  });

  test('strictly, what nobody looked at is no pass', () => expect(summary(all, true).code).toBe(1));
  test('a failure is one', () => expect(summary(new Map([['a', failed(['x'])]]), false).code).toBe(1));
  test('nothing at all is no pass', () => expect(summary(new Map(), false).code).toBe(1));
});

describe('the next claude', () => {
  const now = Date.parse('2026-11-22T00:00:00Z');
  const times = {
    created: '2020-01-01T00:00:00Z',
    '2.1.9': '2026-11-01T00:00:00Z',
    '2.1.10': '2026-11-15T00:00:00Z',
    '2.1.11': '2026-11-15T00:00:01Z',
    '3.0.0-beta.1': '2026-01-01T00:00:00Z',
  };

  test.each([
    ['is the newest that is a week old', [times, times], '2.1.8', '2.1.10'],
    ['is none when ours is as new', [times], '2.1.10', null],
    ['never goes back', [times], '2.2.0', null],
    ['is one that every platform has', [times, { '2.1.9': times['2.1.9'] }], '2.1.8', '2.1.9'],
    ['is none without a time', [{ '2.1.12': 'soon' }], '2.1.8', null],
  ])('%s', (_, released, current, next) => expect(nextVersion(released, current, now)).toBe(next));
});
