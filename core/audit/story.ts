import type { AuditEntry } from './entry.ts';

/** What the records of one run add up to, and what does not fit together. */
export type AuditStory = {
  records: number;
  calls: number;
  allowed: number;
  ended: number;
  /** The first thing that does not fit; null when all does. */
  problem: { record: number; because: string } | null;
  /** Whether the last record is the run's end. */
  complete: boolean;
};

/** Follows the records of a run, one after the other; keeps no more than what it counts and the calls under way. */
export function followAudit() {
  const story: AuditStory = { records: 0, calls: 0, allowed: 0, ended: 0, problem: null, complete: false };
  const open = new Set<number>();
  const wrong = (because: string) => (story.problem ??= { record: story.records, because });
  return {
    story,
    next(entry: AuditEntry): void {
      story.records += 1;
      if (story.complete) wrong('a record follows the end of the run');
      if ((story.records === 1) !== (entry.type === 'start'))
        wrong(story.records === 1 ? 'the first record is not the start of a run' : 'a second run begins');
      if (entry.type === 'asked') {
        story.calls += 1;
        if (entry.verdict === 'allow') story.allowed += 1;
        if (entry.seq !== story.calls) wrong(`call ${entry.seq} stands where call ${story.calls} should`);
        open.add(entry.seq);
      }
      if (entry.type === 'ended') {
        story.ended += 1;
        if (!open.delete(entry.seq)) wrong(`call ${entry.seq} ends and was not asked about, or ends twice`);
      }
      if (entry.type === 'end') story.complete = true;
    },
  };
}
