import { readJobId } from '../job-id.ts';
import type { Command } from '../request.ts';

/** `/dispatch status [job]`: answered from what the app knows, without asking GitHub. */
export const status: Command = {
  verb: 'status',
  usage: '/dispatch status [job]',
  summary: 'the runs of this thread, or one of them with its history',
  read({ rest }) {
    const job = readJobId('status', rest);
    return job !== null && typeof job !== 'string' ? job : { kind: 'status', job };
  },
};
