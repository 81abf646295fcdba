import { FOLDERS } from './options.ts';

/** What became of one mutant. */
export type Mutant = { fileName: string; status: string };

type Count = { killed: number; all: number };

/** An endless loop is noticed, too. */
const KILLED = new Set(['Killed', 'Timeout']);
/** Those that no test reaches count against us; those that did not run at all count neither way. */
const COUNTED = new Set([...KILLED, 'Survived', 'NoCoverage']);

function count(mutants: readonly Mutant[]): Count {
  return {
    killed: mutants.filter(({ status }) => KILLED.has(status)).length,
    all: mutants.filter(({ status }) => COUNTED.has(status)).length,
  };
}

/** Killed of all, in percent. Of no mutants it is nothing, so that a run that mutates nothing does not pass. */
function percent({ killed, all }: Count): number {
  return all === 0 ? 0 : (100 * killed) / all;
}

/** The figure of a run, and the line that tells it. `root` is what the file names begin with. */
export function score(mutants: readonly Mutant[], root: string): { percent: number; line: string } {
  const total = count(mutants);
  const parts = FOLDERS.flatMap((folder) => {
    const part = count(mutants.filter(({ fileName }) => fileName.startsWith(`${root}${folder}/`)));
    return part.all === 0 ? [] : [`${folder} ${percent(part).toFixed(1)} %`];
  });
  const counts = `${shown(total.killed)} of ${shown(total.all)} killed`;
  const left = mutants.filter(({ status }) => status === 'Ignored').length;
  if (left > 0) parts.push(`${shown(left)} evaluated at load were not run`);
  const line = `mutation score ${percent(total).toFixed(1)} % (${[counts, parts.join(', ')].filter(Boolean).join('; ')})`;
  return { percent: percent(total), line };
}

const shown = (amount: number) => amount.toLocaleString('en-US');
