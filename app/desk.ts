import type { Operator } from '../core/profile/operator.ts';
import type { KnownSecrets } from '../core/redact/gate.ts';
import type { Request } from '../edge/github/request.ts';
import type { Attention } from './attention.ts';
import type { Marker } from '../edge/keys/marker.ts';
import type { Store } from '../edge/store/store.ts';

/** What every story of the app needs at hand. */
export type Desk = {
  store: Store;
  /** GitHub's API as one installation of the app. */
  github: (installationId: number) => Promise<Request>;
  /** What part of GitHub's limits for content an installation has left: 0 to 1. */
  contentLeft: (installationId: number) => number;
  /** GitHub's API as the App itself. */
  asApp: () => Promise<Request>;
  /** What no text that leaves may contain. */
  known: KnownSecrets;
  /** A name for these secrets: what was kept of others is of no use with them. */
  secretsId: string;
  /** The App's number, by which its own comments are known. */
  appId: number;
  /** What marks our comments. */
  marker: Marker;
  /** What of a storm of commands is answered. */
  attention: Attention;
  /** Name of the app in its tickets. */
  issuer: string;
  ticketPrivateKey: string;
  /** File name of the dispatched workflow below `.github/workflows`. */
  workflow: string;
  /** What agents may do at most, whatever a repository's configuration says. */
  operator: Operator;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Waits so many milliseconds. */
  pause: (milliseconds: number) => Promise<void>;
  log: (line: string) => void;
};
