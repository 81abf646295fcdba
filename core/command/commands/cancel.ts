import { readJobId } from '../job-id.ts';
import type { Command } from '../request.ts';

/** `/dispatch cancel [job]`: for whoever asked for the run, and for people with the role write. */
export const cancel: Command = {
  verb: 'cancel',
  usage: '/dispatch cancel [job]',
  summary: 'stop the run of this thread, or the one named',
  read({ rest }) {
    const job = readJobId('cancel', rest);
    return job !== null && typeof job !== 'string' ? job : { kind: 'cancel', job };
  },
};
