import type { PostedKind } from '../core/output/posted.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Desk } from './desk.ts';

/** What a result says of something that was asked for and does not leave; the log says it, too. */
export function nothingOf(kind: PostedKind, { code, because, remedy }: Refusal, desk: Desk) {
  desk.say(`${kind}: ${because}`);
  const short = (text: string) => text.slice(0, 1900).toWellFormed();
  return { became: 'none' as const, code, because: short(because), remedy: short(remedy) };
}
