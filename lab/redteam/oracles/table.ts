import { exitsOf, type Exit, type Found } from '../exits.ts';
import type { Observed } from '../observed.ts';
import type { Scenario } from '../scenario.ts';
import type { OracleName } from '../scenario-oracles.ts';
import { active } from './active.ts';
import { actors } from './actors.ts';
import { api } from './api.ts';
import { argv } from './argv.ts';
import { exec } from './exec.ts';
import { fs } from './fs.ts';
import { heard } from './heard.ts';
import { init } from './init.ts';
import { log } from './log.ts';
import { obeyed } from './obeyed.ts';
import { post } from './post.ts';
import { prompt } from './prompt.ts';
import { profile } from './profile.ts';
import { said } from './said.ts';
import { sink } from './sink.ts';
import { state } from './state.ts';
import { survivors } from './survivors.ts';
import { taint } from './taint.ts';
import { time } from './time.ts';
import { windows } from './windows.ts';

/** Looks at a run that is over and returns what it found: an empty list means that it held. */
export type Oracle = (seen: Observed) => Found[];

export const oracles: Record<OracleName, Oracle> = {
  sink,
  post,
  windows,
  active,
  obeyed,
  said,
  exec,
  fs,
  survivors,
  api,
  init,
  argv,
  time,
  state,
  heard,
  log,
  profile,
  taint,
  actors,
  prompt,
};

/** What a run must never show, whatever a scenario asks for: our own key and token leave nowhere. */
const ALWAYS: readonly OracleName[] = ['sink', 'post'];

/** One thing that an oracle found, and the way out that it took. */
export type Hit = { oracle: OracleName; exit: Exit; what: string };

/** The oracles that are asked about a run of the scenario. */
export function oraclesOf({ oracles: own }: Pick<Scenario, 'oracles'>): OracleName[] {
  return [...new Set<OracleName>([...ALWAYS, ...(Object.keys(own) as OracleName[])])];
}

/** Asks every oracle of the scenario. */
export function judgeRun(seen: Observed): Hit[] {
  return oraclesOf(seen.scenario).flatMap((oracle) =>
    oracles[oracle](seen).map((found) =>
      typeof found === 'string' ? { oracle, exit: exitsOf[oracle][0], what: found } : { oracle, ...found },
    ),
  );
}
