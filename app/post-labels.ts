import { isWithheld, type Outbound } from '../core/redact/gate.ts';
import { addLabels } from '../edge/github/write.ts';
import type { Prepare } from './posting.ts';

/** Adds labels to the thread. GitHub adds none twice. */
export const prepareLabels: Prepare<'labels'> = async ({ request, name, job, gate }, { add }) => {
  const labels: Outbound[] = [];
  for (const label of add) {
    const passed = await gate.name(label);
    if (isWithheld(passed)) return passed;
    labels.push(passed);
  }
  return async () => {
    await addLabels(request, name, job.issueNumber, labels);
    return { became: 'labels', names: add };
  };
};
