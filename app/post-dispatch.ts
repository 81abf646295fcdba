import { withoutHidden } from '../core/redact/hidden.ts';
import { isWithheld } from '../core/redact/gate.ts';
import { isUntouched } from '../core/redact/rules.ts';
import { handOn, type AskedFor } from './hand-on.ts';
import type { Prepare } from './posting.ts';

/** Makes jobs of what a run hands on. They start when the run's own job has ended. */
export const prepareDispatch: Prepare<'dispatch'> = async (posting, { jobs }) => {
  const asked: AskedFor[] = [];
  for (const { agent, task } of jobs) {
    const passed = await posting.gate.plain(task);
    if (isWithheld(passed)) return passed;
    asked.push({ agent, task: withoutHidden(task), isMasked: !isUntouched(passed) });
  }
  return async () => ({ became: 'dispatch', jobs: await handOn(posting, asked) });
};
