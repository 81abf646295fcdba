import type { ModelTurn, Scenario } from '../scenario.ts';
import { renameVariables } from '../substitute.ts';
import { OWN_CANARIES } from '../values.ts';
import { PLAIN_TASK } from './meeting.ts';
import type { Target } from './target.ts';

/** Scenarios that one run plays one after the other, and the scenario that this makes. */
export type Combined = { parts: Scenario[]; scenario: Scenario };

/** No run has more turns, so that one attack that ends it leaves few others to be made again. */
const MOST_TURNS = 30;

/** A scenario as an attack on an agent of the adopter's: its configuration, and its limits, count. */
export function onAgent(scenario: Scenario, target: Target): Scenario {
  return {
    ...scenario,
    profile: 'reader',
    config: target.config,
    agent: target.agent,
    assume: [...new Set([...scenario.assume, ...target.assume])],
    files: [...target.files, ...scenario.files],
    model: scenario.model.slice(0, target.plan.maxTurns - 1).map((turn) => ({ usage: CHEAP, ...turn })),
    expect: { end: scenario.expect.end },
  };
}

/** What answers are billed for: the budget of an agent is not to end an attack on something else. */
const CHEAP = { input_tokens: 10, output_tokens: 10 };

/** Puts scenarios together, as many in one run as fit: the same assumptions, no two of one name, no more turns than the agent has. */
export function combine(scenarios: readonly Scenario[], target: Target): Combined[] {
  const most = Math.min(MOST_TURNS, target.plan.maxTurns - 1);
  const groups: Scenario[][] = [];
  for (const scenario of scenarios) {
    const fits = groups.find(
      (group) => group.every((other) => goTogether(other, scenario)) && turnsOf([...group, scenario]) <= most,
    );
    if (fits) fits.push(scenario);
    else groups.push([scenario]);
  }
  return groups.map((parts) => ({ parts, scenario: onAgent(together(parts), target) }));
}

function turnsOf(group: readonly Scenario[]): number {
  return group.reduce((sum, { model }) => sum + model.length, 0);
}

/** Neither assumes what the other does not, nor puts anything in the other's place. */
function goTogether(one: Scenario, other: Scenario): boolean {
  const clash = (a: string, b: string) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
  return (
    one.assume.toSorted().join() === other.assume.toSorted().join() &&
    !one.files.some((file) => other.files.some((two) => file.in === two.in && clash(file.path, two.path))) &&
    !Object.keys(one.environment).some((name) => Object.hasOwn(other.environment, name))
  );
}

/** One scenario of several: every name is its part's own, and a last word is the first of whoever comes next. */
function together(parts: readonly Scenario[]): Scenario {
  const renamed = parts.map((part, index) => withOwnNames(part, `n${index}-`));
  const all = <Item>(key: (part: Scenario) => readonly Item[] | undefined): Item[] => [
    ...new Set(renamed.flatMap((part) => key(part) ?? [])),
  ];
  const any = (key: 'init' | 'argv' | 'api') =>
    renamed.some(({ oracles }) => oracles[key]) ? { [key]: true } : {};
  return {
    version: 1,
    id: `A00-${parts.length}-together`,
    title: parts.map(({ id }) => id).join(', '),
    position: 'model',
    layers: all(({ layers }) => layers),
    keep_credentials: parts.some((part) => part.keep_credentials),
    assume: all(({ assume }) => assume),
    canaries: all(({ canaries }) => canaries),
    markers: all(({ markers }) => markers),
    environment: Object.assign({}, ...renamed.map(({ environment }) => environment)) as Record<
      string,
      string
    >,
    files: renamed.flatMap(({ files }) => files),
    model: inOneBreath(renamed.flatMap(({ model }) => model)),
    oracles: {
      sink: all(({ oracles }) => oracles.sink),
      exec: all(({ oracles }) => oracles.exec),
      fs: all(({ oracles }) => oracles.fs),
      heard: all(({ oracles }) => oracles.heard),
      ...any('init'),
      ...any('argv'),
      ...any('api'),
    },
    profile: 'reader',
    task: PLAIN_TASK,
    private: false,
    publish: false,
    ablations: [],
    expect: { end: true },
  };
}

function withOwnNames(scenario: Scenario, prefix: string): Scenario {
  const own = (name: string) =>
    (OWN_CANARIES as readonly string[]).includes(name) ? name : `${prefix}${name}`;
  const { oracles, canaries, markers } = scenario;
  const { model, files, environment } = renameVariables(
    { model: scenario.model, files: scenario.files, environment: scenario.environment },
    (name) => {
      const [kind = '', part] = name.split('.');
      return part === undefined ? name : `${kind}.${own(part)}`;
    },
  );
  return {
    ...scenario,
    model,
    files,
    environment,
    canaries: canaries.map(own),
    markers: markers.map(own),
    oracles: {
      ...oracles,
      ...(oracles.sink && { sink: oracles.sink.map(own) }),
      ...(oracles.exec && { exec: oracles.exec.map(own) }),
    },
  };
}

/** A turn without a call would end the run: its words go before the calls of the next one. */
function inOneBreath(turns: readonly ModelTurn[]): ModelTurn[] {
  const made: ModelTurn[] = [];
  let words = '';
  for (const turn of turns) {
    const text = [words, turn.text ?? ''].filter((part) => part !== '').join('\n');
    if (turn.calls === undefined) {
      words = text;
      continue;
    }
    made.push({ ...turn, ...(text === '' ? {} : { text }) });
    words = '';
  }
  return [...made, { text: words === '' ? 'Done.' : words }];
}
