/** One connection that the agent asked for. Bytes of its contents, both ways; time in milliseconds. */
export type EgressEvent = {
  host: string;
  port: number;
  address: string | null;
  allowed: boolean;
  because: string;
  bytesOut: number;
  bytesIn: number;
  durationMs: number;
};

/** What tests put in the place of the world. */
export type World = {
  lookup: (host: string) => Promise<string[]>;
  isForbidden: (address: string) => boolean;
  /** The port to connect to for one that was asked for. */
  port: (asked: number) => number;
};

/** What the connections of one run share. */
export type Egress = {
  world: World;
  onEvent: (event: EgressEvent) => void;
  /** Counts bytes; false when the run has used up what it may move. */
  spend: (bytes: number) => boolean;
  now: () => number;
};

/** A target that was judged: connect to this address and to no other. */
export type Target = { host: string; port: number; address: string };
