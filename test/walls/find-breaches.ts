import type ts from 'typescript';
import { noCastIntoASeal, revealOnlyInEdge, sealMadeInItsFile } from './seal-rules.ts';
import { noSilencedWalls } from './silence-rules.ts';
import { githubWrittenByItsWriters, sinksAreListed } from './sink-rules.ts';
import { parse, type Breach, type Parsed, type SourceText } from './source-file.ts';
import {
  coreHasNoClock,
  environmentReadByInputsOnly,
  githubWrittenInEdgeOnly,
  importsAreLiterals,
  noClassesButErrors,
  noShellStrings,
} from './world-rules.ts';

/** A wall that only the syntax shows: what it is called, what it looks for, why it stands. */
type Rule = { name: string; find: (file: Parsed) => (ts.Node | number)[]; because: string };

/** The walls that neither the linter nor the import checker can see. */
export const SYNTAX_RULES: readonly Rule[] = [
  {
    name: 'reveal-only-in-edge',
    find: revealOnlyInEdge,
    because: 'sealed text comes out where its bytes leave',
  },
  { name: 'seal-made-in-its-file', find: sealMadeInItsFile, because: 'each sealed type has one maker' },
  {
    name: 'no-cast-into-a-seal',
    find: noCastIntoASeal,
    because: 'a cast would claim trust that nobody gave',
  },
  { name: 'no-shell-strings', find: noShellStrings, because: 'a command line is an array of arguments' },
  {
    name: 'imports-are-literals',
    find: importsAreLiterals,
    because: 'an import made up at run time escapes every wall',
  },
  {
    name: 'environment-read-by-inputs-only',
    find: environmentReadByInputsOnly,
    because: 'secrets arrive through the input readers and go nowhere by themselves',
  },
  { name: 'core-has-no-clock', find: coreHasNoClock, because: 'the time is a parameter' },
  {
    name: 'github-written-in-edge-only',
    find: githubWrittenInEdgeOnly,
    because: 'the writers take Outbound',
  },
  {
    name: 'sinks-are-listed',
    find: sinksAreListed,
    because: 'what writes or sends stands in a file of test/walls/sink-table.ts, where its types are judged',
  },
  {
    name: 'github-written-by-its-writers',
    find: githubWrittenByItsWriters,
    because: 'the writers take Outbound; a route that is made up at run time could be any',
  },
  { name: 'no-classes-but-errors', find: noClassesButErrors, because: 'values and functions do' },
  { name: 'no-silenced-walls', find: noSilencedWalls, because: 'a wall with a switch is a door' },
];

/** Judges files against every rule of `SYNTAX_RULES`. */
export function findBreaches(files: readonly SourceText[]): Breach[] {
  return files.map(parse).flatMap((file) =>
    SYNTAX_RULES.flatMap(({ name, find }) =>
      find(file).map((at) => {
        const start = typeof at === 'number' ? at : at.getStart();
        const line = file.tree.getLineAndCharacterOfPosition(start).line + 1;
        return { rule: name, path: file.path, line, found: excerpt(file.text, start) };
      }),
    ),
  );
}

function excerpt(text: string, start: number): string {
  return (text.slice(start).split('\n')[0] ?? '').slice(0, 80);
}
