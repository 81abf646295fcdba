import { BaseSequencer, type TestSequencerConstructor, type Vitest } from 'vitest/node';

/** Folders whose files run whole stories, real cages and real programs: minutes in all, most of them waiting. */
export const LONG = ['test/story/', 'test/app/', 'test/lab/redteam/', 'test/lab/fuzz/', 'test/lab/faults/'];

/** The long files before the others, each in the order in which they came. */
export function longFirst<File extends { moduleId: string }>(files: readonly File[]): File[] {
  const isLong = ({ moduleId }: File) => LONG.some((folder) => moduleId.includes(`/${folder}`));
  return [...files.filter(isLong), ...files.filter((file) => !isLong(file))];
}

/**
 * Begins with the long test files, so that none of them starts last and keeps one worker busy while the
 * others have nothing left. Without it a fresh clone goes by the files' sizes.
 */
export const LongFirst = function (vitest: Vitest) {
  const usual = new BaseSequencer(vitest);
  const sort = usual.sort.bind(usual);
  return Object.assign(usual, { sort: async (files: Files) => longFirst(await sort(files)) });
} as unknown as TestSequencerConstructor;

type Files = Parameters<BaseSequencer['sort']>[0];
