import { refuse, type Refusal } from '../../refusal.ts';

/** A refusal of the files that are to be kept, in words that go on from a colon. */
export function filesRefusal(why: string, remedy: string): Refusal {
  return refuse('files-refused', `The files are refused as a whole: ${why}.`, remedy);
}
