import { atLeast, type Role } from '../core/authority/role.ts';
import { refuse } from '../core/refusal.ts';

const MINUTE_MS = 60_000;
/** So many commands of one account in one repository are heard within a minute. */
const MOST_COMMANDS = 20;
/** So many reactions within a minute for people without a right, and as many for the others, in one repository. */
const MOST_REACTIONS = 10;
/** So many accounts, repositories or refusals are remembered; the ones that were quiet longest go first. */
const MOST_REMEMBERED = 10_000;

/** A command, before anything was asked about it. */
type Heard = {
  repositoryId: number;
  accountId: number;
  commentId: number;
  /** When it was written, by GitHub's clock: how fast we work says nothing of how fast somebody writes. */
  at: number;
};

/** What of a storm of commands is answered. In memory: a restart, or another replica, begins anew. */
export type Attention = {
  /**
   * `heed`, or `warn` for the first one too many, or `ignore` for those behind it, until the account has written none
   * for a minute. The same command gets the same word again while it is remembered.
   */
  hear(command: Heard): 'heed' | 'warn' | 'ignore';
  /** Whether there may be one more reaction in a repository, and counts it. */
  mayReact(repositoryId: number, whom: 'strangers' | 'members'): boolean;
  /** Whether a refusal may be told to the author of this comment: it is told to the first one, until that time. */
  mayTell(refusal: string, commentId: number, until: number): boolean;
  /** A role, which for people without a right is asked for once a minute. */
  role(
    who: Pick<Heard, 'repositoryId' | 'accountId'>,
    read: () => Promise<Role | null>,
  ): Promise<Role | null>;
};

/** The refusal of a command in a storm. */
export const TOO_FAST = refuse(
  'too-fast',
  `You wrote more than ${MOST_COMMANDS} commands within a minute here; this one and those that follow are not heard.`,
  'Write none for a minute, then write the command again.',
);

/** True for people who can start nothing, whatever the configuration says. */
export function isStranger(role: Role | null): boolean {
  return !atLeast(role, 'triage');
}

/** `now` gives milliseconds since 1970. */
export function openAttention(now: () => number): Attention {
  const told = remembering<{ commentId: number; until: number }>();
  const roles = remembering<{ role: Role | null; at: number }>();
  return {
    hear: openHearing(),
    mayReact: openReactions(now),
    mayTell(refusal, commentId, until) {
      const before = told.get(refusal);
      if (before && before.until > now()) return before.commentId === commentId;
      told.set(refusal, { commentId, until });
      return true;
    },
    async role({ repositoryId, accountId }, read) {
      const key = `${repositoryId}:${accountId}`;
      const known = roles.get(key);
      if (known && now() - known.at < MINUTE_MS) return known.role;
      const role = await read();
      if (isStranger(role)) roles.set(key, { role, at: now() });
      return role;
    },
  };
}

type Account = {
  /** The commands of the last minute. */
  commands: { commentId: number; at: number }[];
  /** The one that was one too many. */
  warned: number | null;
  last: number;
};

function openHearing(): Attention['hear'] {
  const accounts = remembering<Account>();
  return ({ repositoryId, accountId, commentId, at }) => {
    const key = `${repositoryId}:${accountId}`;
    const before = accounts.get(key) ?? { commands: [], warned: null, last: at };
    // Webhooks come out of order.
    const last = Math.max(before.last, at);
    if (before.warned === commentId) return 'warn';
    if (before.commands.some((command) => command.commentId === commentId)) return 'heed';
    if (before.warned !== null && last - before.last < MINUTE_MS) {
      accounts.set(key, { ...before, last });
      return 'ignore';
    }
    const commands = before.commands.filter((command) => last - command.at < MINUTE_MS);
    const tooMany = commands.length >= MOST_COMMANDS;
    accounts.set(key, {
      commands: tooMany ? commands : [...commands, { commentId, at: last }],
      warned: tooMany ? commentId : null,
      last,
    });
    return tooMany ? 'warn' : 'heed';
  };
}

function openReactions(now: () => number): Attention['mayReact'] {
  const reactions = remembering<number[]>();
  return (repositoryId, whom) => {
    const key = `${repositoryId}:${whom}`;
    const recent = (reactions.get(key) ?? []).filter((at) => now() - at < MINUTE_MS);
    if (recent.length >= MOST_REACTIONS) return false;
    reactions.set(key, [...recent, now()]);
    return true;
  };
}

type Memory<Value> = {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
};

/** A map that forgets what was set longest ago when it is full. */
function remembering<Value>(): Memory<Value> {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      const [oldest] = values.keys();
      if (values.size > MOST_REMEMBERED && oldest !== undefined) values.delete(oldest);
    },
  };
}
