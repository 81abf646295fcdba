import { createHmac, createPrivateKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Mark } from '../../core/redact/mark.ts';

/** The thread that a comment stands in. A mark copied into another is wrong there. */
export type Place = { repositoryId: number; issueNumber: number };

/** Makes and checks the marks of our comments. */
export type Marker = {
  mark(place: Place, kind: Mark['kind'], id: string): Mark;
  /** True for a mark that was made with the same key for this place. Takes the same time wherever it differs. */
  isRight(place: Place, mark: Mark): boolean;
};

const LABEL = 'agent-dispatch/comment-mark/v1';

/**
 * A marker with a key of its own, derived from the private key of the tickets (PKCS #8 PEM): a mark tells nothing of
 * that key, and no other use of it makes a mark.
 */
export function openMarker(privateKey: string): Marker {
  const root = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
  const key = Buffer.from(hkdfSync('sha256', root, '', LABEL, 32));
  const macOf = ({ repositoryId, issueNumber }: Place, kind: Mark['kind'], id: string): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([repositoryId, issueNumber, kind, id]))
      .digest('hex')
      .slice(0, 32);
  return {
    mark: (place, kind, id) => ({ kind, id, mac: macOf(place, kind, id) }),
    isRight: (place, { kind, id, mac }) =>
      mac !== null &&
      mac.length === 32 &&
      timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(place, kind, id))),
  };
}
