import { isWithheld } from '../core/redact/gate.ts';
import { gateNames } from '../core/redact/text-gate.ts';
import { addLabels } from '../edge/github/write.ts';
import type { Prepare } from './posting.ts';

/** Adds labels to the thread. GitHub adds none twice. */
export const prepareLabels: Prepare<'labels'> = async ({ request, name, job, gate }, { add }) => {
  const labels = await gateNames(gate, add);
  if (isWithheld(labels)) return labels;
  return async () => {
    await addLabels(request, name, job.issueNumber, labels);
    return { became: 'labels', names: add };
  };
};
