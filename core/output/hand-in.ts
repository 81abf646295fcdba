import type { Proposal } from '../approval/proposal.ts';
import { byteLength } from '../config/byte-length.ts';
import type { OutputFacts } from './kinds/kind.ts';
import { servedKinds, type AcceptedOutput } from './kinds/table.ts';
import type { Change } from './patch/change.ts';
import { kindOfTool, servedOutputs, type PlannedOutput } from './planned.ts';

/** Most UTF-8 bytes that the outputs of one run take together as JSON. */
export const OUTPUTS_MAX_BYTES = 200_000;

/** What has been handed in and taken: at most one item of each kind. */
export type Tray = readonly AcceptedOutput[];

/** What became of a hand-in, and what the agent is told of it. */
export type HandedIn = {
  tray: Tray;
  /** `partly`: what is good of it was taken. */
  became: 'accepted' | 'partly' | 'refused';
  words: string;
  /** What was taken; null when nothing was. */
  item: AcceptedOutput | null;
};

/**
 * Takes one output, or says what is wrong with it. A later one takes the place of an earlier one of its kind; one that
 * is refused leaves the earlier one where it is.
 */
export function handIn(
  tray: Tray,
  outputs: readonly PlannedOutput[],
  { tool, input }: { tool: string; input: unknown },
  facts: OutputFacts,
): HandedIn {
  const name = kindOfTool(tool);
  const planned = servedOutputs(outputs).find(({ kind }) => kind === name);
  if (planned === undefined)
    return { tray, became: 'refused', words: 'This agent does not have that output.', item: null };
  const { kind, limits } = planned;
  const earlier = tray.some((item) => item.kind === kind);
  const refused = (words: string): HandedIn => {
    const left = earlier ? ` The ${kind} that was handed in before stays.` : '';
    return { tray, became: 'refused', words: `${words}${left}`, item: null };
  };
  const became = servedKinds[kind].accept(input, limits, facts);
  if (became.kind === 'refused') return refused(became.words);
  const next = [...tray.filter((item) => item.kind !== kind), became.item];
  const size = bytesOf(next);
  if (size > OUTPUTS_MAX_BYTES)
    return refused(
      `With it the outputs of this run would take ${size} bytes and may take ${OUTPUTS_MAX_BYTES}. Make it shorter.`,
    );
  const words =
    became.kind === 'partly'
      ? became.words
      : `Taken${earlier ? `, in the place of the ${kind} before` : ''}.`;
  return { tray: next, became: became.kind, words, item: became.item };
}

/** The plan among what was handed in; null where there is none. */
export function proposalIn(tray: Tray): Proposal | null {
  const item = tray.find(({ kind }) => kind === 'propose_plan');
  if (item?.kind !== 'propose_plan') return null;
  const { kind: _kind, ...proposal } = item;
  return proposal;
}

/** UTF-8 bytes that a part of a result takes as JSON. */
export function bytesOf(part: Tray | Change | null): number {
  return byteLength(JSON.stringify(part));
}
