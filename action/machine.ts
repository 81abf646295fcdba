/** What the runner is and where things lie on it. Read once from the environment, by the input reader. */
export type Machine = {
  /** The checkout. */
  workspace: string;
  /** Private to this job and emptied by the runner afterwards. */
  temp: string;
  /** Where tools may stay between jobs. */
  toolCache: string;
  repository: { id: number; owner: string; name: string };
  run: { id: string; attempt: number; url: string };
  /** Who started the run, as GitHub says. */
  actor: string;
  /** The event's payload; null when the runner names none. */
  eventPath: string | null;
  apiUrl: string;
  /** The action's own folder, for the CLI's pin. */
  actionRoot: string;
  uid: number;
  /** Registry and proxy settings of the machine that installing the CLI needs; nothing else. */
  installEnvironment: Record<string, string>;
};
