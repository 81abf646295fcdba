import { createHmac } from 'node:crypto';
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isForbiddenAddress } from '../../core/egress/forbidden-address.ts';
import { reveal, type Outbound } from '../../core/redact/gate.ts';

/** Where notifications go, and the key that they are signed with. */
export type NotifyTarget = {
  /** `https://…`, without a password in it. */
  url: string;
  secret: string;
  /** What a test puts in the place of the internet. */
  world?: { isForbidden: (address: string) => boolean; ca: string };
};

const SECONDS = 10;

/**
 * Sends one notification and resolves to why it was not taken, or to null. `id` is the same at each try, so that the
 * receiver can tell a repetition. Redirections are not followed: the address was checked, another was not.
 */
export function sendNotification(
  target: NotifyTarget,
  notification: { id: string; at: number; body: Outbound },
): Promise<string | null> {
  const { id, at, body } = notification;
  const text = reveal(body);
  const stamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', target.secret).update(`${stamp}.${text}`).digest('hex');
  const url = new URL(target.url);
  const isForbidden = target.world?.isForbidden ?? isForbiddenAddress;
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && isForbidden(literal))
    return Promise.resolve(`${literal} is not on the internet`);
  return new Promise((settle) => {
    const sent = request(
      url,
      {
        method: 'POST',
        lookup: guarded(isForbidden),
        // A fresh connection each time: its address was looked up just now.
        agent: false,
        timeout: SECONDS * 1000,
        signal: AbortSignal.timeout(SECONDS * 1000),
        ...(target.world && { ca: target.world.ca }),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'user-agent': 'agent-dispatch',
          'x-dispatch-delivery': id,
          'x-dispatch-timestamp': stamp,
          'x-dispatch-signature': `sha256=${signature}`,
        },
      },
      (response) => {
        // What it says is of no interest, however long.
        response.destroy();
        const status = response.statusCode ?? 0;
        settle(status >= 200 && status < 300 ? null : `it answered ${status}`);
      },
    );
    sent.on('error', (error) => settle(error.message));
    sent.end(text);
  });
}

/** Looks a name up and refuses it when any of its addresses is a private one: at the connection, not before it. */
function guarded(isForbidden: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const inside = found?.find(({ address }) => isForbidden(address));
      const first = found?.[0];
      if (error) return callback(error, '', 0);
      if (inside)
        return callback(new Error(`${host} leads to ${inside.address}, not to the internet`), '', 0);
      if (!first) return callback(new Error(`${host} has no address`), '', 0);
      return options.all ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
}
