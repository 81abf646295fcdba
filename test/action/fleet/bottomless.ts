import type { Mailbox } from '../../../action/fleet/mailbox.ts';

/** The hole for ablations: from now on a mailbox takes whatever comes. */
export function makeBottomless(mailbox: Mailbox): void {
  const { put, take, waiting } = mailbox;
  const spilt: ReturnType<Mailbox['take']> = [];
  mailbox.put = (message) => {
    if (put(message)) return true;
    spilt.push(...take());
    return put(message);
  };
  mailbox.take = () => [...spilt.splice(0), ...take()];
  mailbox.waiting = () => spilt.length + waiting();
}
