import { parse, type Misspelt, type Parsed } from '../../../../core/command/parse.ts';
import { randomOf, type Random } from '../../random.ts';
import type { Trial } from '../trial.ts';
import { blockOf } from './blocks.ts';
import { flood, LONGEST } from './floods.ts';
import { countedInFull } from './full-reading.ts';
import { mutated } from './mutate.ts';

type Read = Parsed | Misspelt | null;

/** A longer one is not parsed in full to compare: that is what takes seconds. */
const MOST_COMPARED = 1500;

/** One comment: made of blocks whose commands are known, or such a one with changes, or a flood of one thing. */
export function commentTrial(seed: number, place: number): Trial {
  const random = randomOf(seed, place);
  const kind = random.below(100);
  if (kind < 3) return trial(flood(random), (body, read) => unsound(body, read));
  const blocks = Array.from({ length: 1 + random.below(6) }, () => blockOf(random));
  const text = blocks.map((block) => block.text).join('\n\n');
  if (kind < 50) {
    return trial(
      mutated(text, random).slice(0, LONGEST),
      (body, read) => unsound(body, read) ?? unlike(body, read),
    );
  }
  const agents = blocks.flatMap((block) => block.agents);
  return trial(withLineEnds(text, random), (body, read) => unsound(body, read) ?? unmeant(agents, read));
}

function trial(body: string, wrong: (body: string, read: Read) => string | null): Trial {
  return { shown: body, read: () => parse(body), wrong: (read) => wrong(body, read as Read) };
}

/** What holds for every comment: a name is the ASCII that was typed, behind the command's word on a line of its own. */
function unsound(body: string, read: Read): string | null {
  if (read?.kind !== 'run') return null;
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(read.agent)) return `the agent's name is ${JSON.stringify(read.agent)}`;
  const lines = body.matchAll(/(?<=^|[\r\n])[ \u00a0]{0,3}\/dispatch[ \t\u00a0]+([^\s]*)/gi);
  return [...lines].some(([, word]) => word === read.agent) ? null : `the name ${read.agent} was not typed`;
}

/** What the blocks say: a command is found where one counts, and only one. `unclear` is a refusal, and so is safe. */
function unmeant(agents: readonly string[], read: Read): string | null {
  if (read?.kind === 'misspelt') return null;
  const [agent] = agents;
  if (read === null) return agents.length === 0 ? null : `a command was missed: ${agents.join(', ')}`;
  if (read.kind !== 'run') return `it was read as ${read.kind}`;
  if (agent === undefined) return `a command was found where none counts: ${read.agent}`;
  return agents.length === 1 && read.agent === agent
    ? null
    : `${read.agent} was found of ${agents.join(', ')}`;
}

/** What a full parse says: no more commands than it sees, and a command only if it sees exactly one. */
function unlike(body: string, read: Read): string | null {
  if (read === null || read.kind === 'misspelt' || body.length > MOST_COMPARED) return null;
  const counted = countedInFull(body);
  return counted === 0 ? 'a full parse sees no command' : null;
}

/** GitHub sends CRLF from its text boxes; other clients send what they like. */
function withLineEnds(text: string, random: Random): string {
  switch (random.below(4)) {
    case 0:
      return text.replaceAll('\n', '\r\n');
    case 1: {
      // Not all three: a CR before an LF is one line end.
      const other = random.pick(['\n', '\r']);
      return text.replaceAll('\n', () => random.pick(['\r\n', other]));
    }
    default:
      return text;
  }
}
