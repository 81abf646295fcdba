import type { CommandKind } from '../app/commands.ts';
import type { StoreStrike } from '../app/order.ts';

/** Where the app is struck: at a call of its store, or at one of GitHub's API. */
export type Strike =
  | Pick<StoreStrike, 'method' | 'when' | 'matching' | 'delay'>
  | {
      call: string;
      path: RegExp;
      /** `asked`: GitHub drops the call. `answered`: GitHub has done what it was asked, and nobody hears so. */
      when: 'asked' | 'answered';
      /** What the answer must have in it. */
      matching?: RegExp;
    };

export type AppPoint = {
  name: string;
  /** What the app had done last, and what it had not. */
  says: string;
  strike: Strike;
  /** Only commands of this kind come here. */
  of?: Exclude<CommandKind, 'run'>;
};
