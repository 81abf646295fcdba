import type { Message } from '../../core/fleet/words.ts';

/** Messages that wait for one reader. */
export type Mailbox = {
  /** Leaves one; false where too many wait already. */
  put: (message: Message) => boolean;
  /** Gives all that wait, and forgets them. */
  take: () => Message[];
  waiting: () => number;
  /** Resolves when one waits. */
  arrival: () => Promise<void>;
};

/** More than these wait for nobody who reads. */
const MOST_WAITING = 20;

/** Makes an empty one. */
export function openMailbox(): Mailbox {
  let messages: Message[] = [];
  let next = Promise.withResolvers<void>();
  return {
    put(message) {
      if (messages.length >= MOST_WAITING) return false;
      messages.push(message);
      next.resolve();
      return true;
    },
    take() {
      const taken = messages;
      messages = [];
      next = Promise.withResolvers<void>();
      return taken;
    },
    waiting: () => messages.length,
    arrival: () => next.promise,
  };
}
