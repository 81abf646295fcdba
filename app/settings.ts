import type { PaceRules } from '../edge/github/pace-rules.ts';
import type { Operator } from '../core/profile/operator.ts';
import type { Attention } from './attention.ts';
import type { NotifyTarget } from '../edge/notify/send.ts';
import type { Store } from '../edge/store/store.ts';

/** Everything the app is told from outside. Made by `env.ts`, or by whoever runs the app in a test. */
export type Settings = {
  /** The GitHub App's id. */
  appId: string;
  /** The GitHub App's private key (PEM). */
  privateKey: string;
  webhookSecret: string;
  /** The secret before, which is right, too, until GitHub was told the new one. */
  previousWebhookSecret?: string;
  /** The Ed25519 key (PKCS #8 PEM) that signs tickets. */
  ticketPrivateKey: string;
  /** Folder of the store; made with mode 0700 when it is missing. */
  stateDir: string;
  /** The Postgres database that holds the store instead, for several replicas of the app; a secret. */
  databaseUrl?: string;
  host: string;
  /** 0 picks a free port. */
  port: number;
  /** Where the operator's own machines ask for metrics and readiness; nowhere when absent. */
  operatorPort?: { host: string; port: number };
  /** How many days an ended job, its task and its delivery are kept. Default: 30. */
  retentionDays?: number;
  /** Where the ends of jobs are told; nowhere when absent. */
  notify?: NotifyTarget;
  /** Base URL of GitHub's REST API; undefined means Octokit's own default. */
  apiUrl?: string;
  /** File name of the dispatched workflow below `.github/workflows`. */
  workflow: string;
  /** What agents may do at most, whatever a repository's configuration says; no limits when absent. */
  operator?: Operator;
  /**
   * How fast GitHub is asked: within its limits (`github`, the default), or as fast as can be (`none`), for a stand-in
   * that has none; or by rules of one's own.
   */
  pacing?: 'github' | 'none' | PaceRules;
  /** Whether the comments and checks of runs say how far they are; default: yes. */
  tellsProgress?: boolean;
  /** What of a storm of commands is answered. Default: as `attention.ts` says. */
  attention?: Attention;
  /** Seconds a sender may take to deliver a whole request; default 10, as GitHub itself waits no longer. */
  requestSeconds?: number;
  /** How log lines are written; default: text. */
  logFormat?: 'text' | 'json';
  /** Gets each log line (already gated, without line break). Default: standard error. */
  log?: (line: string) => void;
  /** Every how many seconds jobs are looked after whose end nobody told us; default: 300. */
  sweepSeconds?: number;
  /** Milliseconds since 1970; default: the machine's clock. */
  now?: () => number;
  /** Waits so many milliseconds of that clock; default: the machine's timer. */
  pause?: (milliseconds: number) => Promise<void>;
  /** What the app takes for its store, given the one that it opened; a fault injector stands in between. */
  storeAs?: (store: Store) => Store;
};
