import { Fault } from '../../core/fault.ts';

/** A call that was not sent, because GitHub would not have it now or cannot be reached: nothing was done by it. */
export class Held extends Fault {
  constructor(why: string, until: number) {
    const time = `${new Date(Math.ceil(until / 1000) * 1000).toISOString().slice(11, 19)} UTC`;
    super('github-unreachable', why, `GitHub is asked again from ${time} on; write the command again then.`);
  }
}
