import { refuse, type Refusal } from '../refusal.ts';
import type { OutputFacts } from './kinds/kind.ts';
import { judgePatch, type PatchFacts } from './patch/judge-patch.ts';
import type { PatchFile } from './patch/patch-file.ts';
import { servedKinds, type AcceptedOutput } from './kinds/table.ts';
import { bytesOf, OUTPUTS_MAX_BYTES } from './hand-in.ts';
import { servedOutputs, type PlannedOutput } from './planned.ts';

/**
 * Holds the outputs of a result against a plan that was compiled here: who ran the agent is not believed. Returns
 * the first thing that is wrong; null when each of them would be accepted here, too.
 */
export function recheckOutputs(
  items: readonly AcceptedOutput[],
  outputs: readonly PlannedOutput[],
  facts: OutputFacts,
): Refusal | null {
  const kinds = items.map(({ kind }) => kind);
  const twice = kinds.find((kind, index) => kinds.indexOf(kind) !== index);
  if (twice !== undefined) return unfit(twice, 'there are two of it');
  if (bytesOf(items) > OUTPUTS_MAX_BYTES)
    return unfit('outputs', `they take more than ${OUTPUTS_MAX_BYTES} bytes`);
  for (const item of items) {
    const planned = servedOutputs(outputs).find(({ kind }) => kind === item.kind);
    if (planned === undefined) return unfit(item.kind, "it is not one of the agent's `outputs`");
    const problem = servedKinds[item.kind].recheck(item, planned.limits, facts);
    if (problem !== null) return unfit(item.kind, problem);
  }
  return null;
}

/** The same for the files of a change. */
export function recheckPatch(files: readonly PatchFile[], facts: PatchFacts): Refusal | null {
  const refusal = judgePatch(files, facts);
  return refusal === null ? null : unfit('patch', refusal.because);
}

/** What is said of a result that its run cannot have come to by our own rules. */
export function unfit(what: string, why: string): Refusal {
  return refuse(
    'output-refused',
    `The \`${what}\` of the run's result is not what the agent may hand back: ${why.replace(/[.!]$/, '')}.`,
    'Nothing of the result was published. Use one version of the action and the app, with the same operator limits; ' +
      'if that is so, treat the run as compromised.',
  );
}
