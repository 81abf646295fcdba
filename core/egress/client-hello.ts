/** What the first bytes of a connection say about whom it wants to reach. */
export type Hello = { kind: 'incomplete' } | { kind: 'server'; name: string } | { kind: 'no-server' };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const RECORD_HEADER = 5;

/**
 * Reads the server's name out of a TLS ClientHello (RFC 8446 §4.1.2, RFC 6066 §3), which may be spread over
 * records. Anything that is not such a message, or names nobody, is `no-server`.
 */
export function readHello(bytes: Uint8Array): Hello {
  const message = handshakeOf(bytes);
  if (message === null) return { kind: 'no-server' };
  if (message.length < 4) return { kind: 'incomplete' };
  if (message[0] !== CLIENT_HELLO) return { kind: 'no-server' };
  const length = ((message[1] ?? 0) << 16) | uint16(message, 2);
  if (message.length < 4 + length) return { kind: 'incomplete' };
  const name = serverName(message.subarray(4, 4 + length));
  return name === null ? { kind: 'no-server' } : { kind: 'server', name };
}

/** The handshake bytes of all records so far; null when these are no handshake records. */
function handshakeOf(bytes: Uint8Array): Uint8Array | null {
  const parts: number[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] !== HANDSHAKE || (at + 1 < bytes.length && bytes[at + 1] !== 3)) return null;
    if (bytes.length < at + RECORD_HEADER) break;
    const length = uint16(bytes, at + 3);
    parts.push(...bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length));
    at += RECORD_HEADER + length;
  }
  return Uint8Array.from(parts);
}

function serverName(hello: Uint8Array): string | null {
  // Version and random, then three fields with a length before each.
  let at = 34;
  at += 1 + (hello[at] ?? 0);
  at += 2 + uint16(hello, at);
  at += 1 + (hello[at] ?? 0);
  const end = Math.min(at + 2 + uint16(hello, at), hello.length);
  at += 2;
  let found: string | null = null;
  while (at + 4 <= end) {
    const [type, length] = [uint16(hello, at), uint16(hello, at + 2)];
    if (type === SERVER_NAME) {
      if (found !== null) return null;
      found = nameIn(hello.subarray(at + 4, at + 4 + length));
      if (found === null) return null;
    }
    at += 4 + length;
  }
  return found;
}

/** The list holds one entry, a host name; more than one would let two readers choose differently. */
function nameIn(list: Uint8Array): string | null {
  const length = uint16(list, 3);
  if (uint16(list, 0) !== length + 3 || list[2] !== 0 || list.length !== length + 5) return null;
  return String.fromCharCode(...list.subarray(5, 5 + length)).toLowerCase();
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
