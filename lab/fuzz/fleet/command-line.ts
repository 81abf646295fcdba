import { parseArgs } from 'node:util';
import { orHelp } from '../../number-options.ts';
import { wholeNumber } from '../../whole-number.ts';
import { ablations } from './ablations.ts';
import { realParts } from './parts.ts';
import { play } from './play.ts';
import { playAll } from './play-all.ts';
import { scheduleAt } from './schedule.ts';

const HELP = `npm run fuzz -- fleet [--seed N] [--count N] [--replay INDEX] [--ablate]

  --seed N        the same seed gives the same schedules; default: 1
  --count N       how many; default: 10000, or 200 for each ablation
  --replay INDEX  play one schedule alone, and show it
  --ablate        break one thing after the other: exit 0 only if the oracle of each sees it

Lives of fleets (spawn, ask, answer, finish, die, cancel, time out, refuse, speak after death) with the real
fleet, supervisor, meters and broker: money is conserved to the micro-dollar, nothing stays held, nobody is orphaned or
stuck, no cap is exceeded. No key is needed and nothing is spent. Exit 1 when anything of that is not so.
`;

/** Runs the simulation of fleets. Returns the exit code. */
export async function fleetCommandLine(args: string[], say: (line: string) => void): Promise<number> {
  const asked = orHelp(HELP, () => readArguments(args));
  if (asked === null) return 2;
  const { seed, count = asked.ablate ? 200 : 10_000, replay } = asked;
  if (replay !== undefined) return showOne(seed, replay, say);
  return asked.ablate ? ablate(seed, count, say) : simulate(seed, count, say);
}

async function simulate(seed: number, count: number, say: (line: string) => void): Promise<number> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  const all = await playAll(seed, count, realParts, (done) => {
    if (done % 1000 === 0) say(`${done} of ${count} schedules, ${seconds()}`);
  });
  for (const { index, findings } of all.broken.slice(0, 20)) {
    for (const { oracle, what } of findings.slice(0, 5)) say(`HIT ${oracle}: ${what}`);
    say(`    again: npm run fuzz -- fleet --seed ${seed} --replay ${index}`);
  }
  for (const [code, times] of [...all.refused].toSorted(([one], [other]) => one.localeCompare(other)))
    say(`refused ${code}: ${times}`);
  const spent = (all.spentMicroUsd / 1_000_000).toFixed(6);
  say(
    `${count} schedules, seed ${seed}, ${all.workers} workers, ${all.requests} requests, $${spent} spent, ` +
      `${all.broken.length} schedules with hits, ${seconds()}`,
  );
  return all.broken.length > 0 ? 1 : 0;
}

async function ablate(seed: number, count: number, say: (line: string) => void): Promise<number> {
  let fired = 0;
  for (const { name, expected, parts } of ablations) {
    const { broken } = await playAll(seed, count, parts);
    const seen = broken.filter(({ findings }) => findings.some(({ oracle }) => oracle === expected)).length;
    fired += seen > 0 ? 1 : 0;
    say(`${seen > 0 ? 'fired' : 'SILENT'}  ${name}: ${expected} in ${seen} of ${count} schedules`);
  }
  say(`${fired} of ${ablations.length} oracles fired, seed ${seed}`);
  return fired === ablations.length ? 0 : 1;
}

async function showOne(seed: number, index: number, say: (line: string) => void): Promise<number> {
  const schedule = scheduleAt(seed, index);
  say(JSON.stringify(schedule, null, 1));
  const { findings, ...figures } = await play(schedule, realParts);
  for (const { oracle, what } of findings) say(`HIT ${oracle}: ${what}`);
  say(`schedule ${index} of seed ${seed}: ${JSON.stringify(figures)}, ${findings.length} hits`);
  return findings.length > 0 ? 1 : 0;
}

type Asked = { seed: number; count: number | undefined; replay: number | undefined; ablate: boolean };

function readArguments(args: string[]): Asked {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string' },
      replay: { type: 'string' },
      ablate: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'count' | 'replay', least: number) =>
    values[name] === undefined ? undefined : wholeNumber(`--${name}`, values[name], least, 10_000_000);
  return {
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    count: number('count', 1),
    replay: number('replay', 0),
    ablate: values.ablate,
  };
}
