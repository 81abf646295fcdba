import { describe, expect, test } from 'vitest';
import { readScenario } from '../../../lab/redteam/read-scenario.ts';

const good = `version: 1
id: Z01-a-test
title: A test
position: model
layers: [cage]
canaries: [one]
markers: [mark]
model:
  - text: 'I found \${canary.one|base64} at \${inside.mark} and \${HOME}'
oracles:
  sink: [one]
ablations:
  - holes: [no-cage]
`;

test('a good file is read, with what it leaves out filled in', () => {
  expect(readScenario(good, 'a.yaml')).toMatchObject({
    id: 'Z01-a-test',
    profile: 'reader',
    expect: { end: true },
    keep_credentials: false,
  });
});

describe('a bad file is refused with its place, the reason and the mend', () => {
  test.each([
    ['an unknown key', 'layers: [cage]', 'layers: [cage]\nlayer: [cage]', 6, 'layer', 'no key'],
    ['a layer that is none', '[cage]', '[cellar]', 5, 'layers[0]', 'Invalid'],
    ['an id that is none', 'Z01-a-test', 'zone', 2, 'id', 'Invalid'],
    ['a canary nobody declared', 'sink: [one]', 'sink: [two]', 11, 'oracles.sink[0]', 'no canary `two`'],
    ['a marker nobody declared', 'sink: [one]', 'exec: [nark]', 11, 'oracles.exec[0]', 'did you mean `mark`'],
    ['a hole that is none', '[no-cage]', '[no-cagee]', 13, 'ablations[0].holes[0]', 'did you mean `no-cage`'],
    [
      'an oracle that does not ask',
      '[no-cage]',
      '[no-cage]\n    fires: [api]',
      14,
      'ablations[0].fires[0]',
      'no oracle',
    ],
    ['a variable nobody knows', 'canary.one', 'canary.won', 9, 'model', 'no variable `canary.won`'],
    ['a filter that is none', '|base64', '|base63', 9, 'model', 'no filter'],
    ['no oracle at all', '\n  sink: [one]', ' {}', 10, 'oracles', 'no oracle'],
    ['no ablation', '\n  - holes: [no-cage]', ' []', 12, 'ablations', 'Too small'],
    [
      'two kinds of file',
      'model:',
      'files: [{ path: a, text: x, link: y }]\nmodel:',
      8,
      'files[0]',
      'exactly one',
    ],
    [
      'a path that climbs',
      'model:',
      'files: [{ path: ../a, text: x }]\nmodel:',
      8,
      'files[0].path',
      'Invalid',
    ],
    [
      'a socket in the checkout',
      'model:',
      'files: [{ path: a, socket: true }]\nmodel:',
      8,
      'files[0]',
      'socket',
    ],
    ['a pattern that is none', 'sink: [one]', "heard: ['(']", 11, 'oracles.heard[0]', 'regular expression'],
    ['a key given twice', 'title: A test', 'title: A test\ntitle: B', 4, 'title', 'twice'],
    ['YAML that is none', 'layers: [cage]', 'layers: [cage', 6, '', 'indentation'],
  ])('%s', (_what, from, to, line, key, words) => {
    const problems = readScenario(good.replace(from, to), 'attacks/a.yaml');
    if (!Array.isArray(problems)) throw new Error('it was read');
    expect(problems[0]).toMatchObject({ file: 'attacks/a.yaml', line, key });
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.remedy).toMatch(/\.$/);
    expect(problems[0]?.column).toBeGreaterThan(0);
  });
});
