import type { z } from 'zod';
import { nearest } from '../../core/config/nearest.ts';
import { keyOf, shown, type Path } from '../../core/config/problem.ts';
import { yamlTree, type YamlTree } from '../../core/config/yaml-tree.ts';
import { holeNames } from './holes/names.ts';
import { Scenario } from './scenario.ts';
import { isFilter, variablesIn } from './substitute.ts';
import { knownNames } from './values.ts';

/** One thing that is wrong with a scenario file. Lines and columns count from 1. */
export type ScenarioProblem = {
  file: string;
  line: number;
  column: number;
  key: string;
  message: string;
  remedy: string;
};

type Found = { path: Path; message: string; remedy: string; at?: 'key' };

/** Reads one scenario, or finds everything that is wrong with it, in the order of the file. Never throws. */
export function readScenario(text: string, file: string): Scenario | ScenarioProblem[] {
  const tree = yamlTree(text);
  if (tree.findings.length > 0) {
    return tree.findings.map((found) => {
      const offset = found.at === 'offset' ? found.offset : tree.offsetOf(found.path, found.at);
      const { message, remedy } = found;
      return { file, ...tree.placeOf(offset), key: keyOf(found.path), message, remedy };
    });
  }
  const read = Scenario.safeParse(tree.data);
  const found = read.success ? checkNames(read.data) : read.error.issues.flatMap((issue) => explain(issue));
  return read.success && found.length === 0 ? read.data : placed(found, file, tree);
}

function placed(found: readonly Found[], file: string, tree: YamlTree): ScenarioProblem[] {
  return found
    .map(({ path, message, remedy, at }) => ({
      path,
      message,
      remedy,
      offset: tree.offsetOf(path, at ?? 'value'),
    }))
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ path, message, remedy, offset }) => ({
      file,
      ...tree.placeOf(offset),
      key: keyOf(path),
      message,
      remedy,
    }));
}

function explain(issue: z.core.$ZodIssue): Found[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `There is no key ${shown(key)} here.`,
      remedy: 'Remove it, or correct its name: docs/redteam.md lists the keys.',
      at: 'key' as const,
    }));
  }
  const branches = issue.code === 'invalid_union' ? issue.errors.flat() : [];
  const why = branches[0]?.message ?? issue.message;
  const name = path.length === 0 ? 'the file' : `\`${keyOf(path)}\``;
  return [
    { path, message: `${name} is not as it should be: ${why}.`, remedy: 'See docs/redteam.md for this key.' },
  ];
}

/** Every name in a scenario must lead somewhere: a variable that nobody replaces would attack nothing. */
function checkNames(scenario: Scenario): Found[] {
  const { oracles, canaries, markers, ablations, assume } = scenario;
  const listed = (path: Path, names: readonly string[], known: readonly string[], what: string): Found[] =>
    names.flatMap((name, index) => unknown([...path, index], name, known, what));
  return [
    ...variables(scenario),
    ...listed(['oracles', 'sink'], oracles.sink ?? [], [...canaries, 'api-key', 'github-token'], 'canary'),
    ...listed(['oracles', 'post'], oracles.post ?? [], [...canaries, 'api-key', 'github-token'], 'canary'),
    ...listed(
      ['oracles', 'windows'],
      oracles.windows ?? [],
      [...canaries, 'api-key', 'github-token'],
      'canary',
    ),
    ...listed(['oracles', 'exec'], oracles.exec ?? [], markers, 'marker'),
    ...listed(['assume'], assume, holeNames, 'hole'),
    ...ablations.flatMap(({ holes, fires = [] }, index) => [
      ...listed(['ablations', index, 'holes'], holes, holeNames, 'hole'),
      ...listed(['ablations', index, 'fires'], fires, Object.keys(oracles), 'oracle of this scenario'),
    ]),
    ...unusual(scenario),
  ];
}

function variables(scenario: Scenario): Found[] {
  const names = knownNames(scenario);
  return Object.entries(scenario).flatMap(([key, value]) =>
    variablesIn(value).flatMap(({ name, filters }) => [
      ...unknown([key], name, names, 'variable'),
      ...filters.filter((filter) => !isFilter(filter)).map((filter) => noSuch([key], filter, 'filter', '')),
    ]),
  );
}

function unusual({ files, profile, config, comment }: Scenario): Found[] {
  const sockets = files.flatMap((file, index): Found[] =>
    file.socket && file.in !== 'outside' && file.in !== 'home'
      ? [
          {
            path: ['files', index],
            message: 'A socket is in the checkout or in RUNNER_TEMP, which are made by the job.',
            remedy: 'Put it `in: outside` or `in: home`.',
          },
        ]
      : [],
  );
  const both = config !== undefined && profile !== 'reader';
  return [
    ...sockets,
    ...(both
      ? [
          {
            path: ['profile'],
            message: 'Both `profile` and `config` are given.',
            remedy: 'Keep one: `config` is the whole file.',
          },
        ]
      : []),
    ...(comment?.trim() === ''
      ? [
          {
            path: ['comment'],
            message: '`comment` is empty.',
            remedy: 'Write a /dispatch comment, or leave it out.',
          },
        ]
      : []),
  ];
}

function unknown(path: Path, name: string, known: readonly string[], what: string): Found[] {
  if (known.includes(name)) return [];
  const near = nearest(name, [...known]);
  return [noSuch(path, name, what, near === undefined ? '' : ` (did you mean \`${near}\`?)`)];
}

function noSuch(path: Path, name: string, what: string, hint: string): Found {
  return {
    path,
    message: `There is no ${what} ${shown(name)}${hint}.`,
    remedy: `Name one that is declared; docs/redteam.md lists what there is.`,
  };
}
