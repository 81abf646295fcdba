import { openConfigComments, type ConfigComments } from './config-comments.ts';
import { openCounts, type Counts } from './counts.ts';
import { openDatabase } from './database.ts';
import { openInbox, type Inbox } from './inbox.ts';
import { openJobs, type Jobs } from './jobs.ts';

/** The app's memory: what it heard and what became of it. */
export type Store = {
  inbox: Inbox;
  jobs: Jobs;
  configComments: ConfigComments;
  /** Throws when the store does not answer. */
  readonly counts: () => Counts;
  close(): void;
};

/** Opens the store in the file `path`. `now` gives milliseconds since 1970. Throws `Fault`. */
export function openStore(path: string, now: () => number = Date.now): Store {
  const database = openDatabase(path);
  return {
    inbox: openInbox(database, now),
    jobs: openJobs(database, now),
    configComments: openConfigComments(database, now),
    counts: openCounts(database),
    close: () => database.close(),
  };
}
