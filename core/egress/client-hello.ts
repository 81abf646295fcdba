/** What the first bytes of a connection say about whom it wants to reach. */
export type Hello =
  | { kind: 'incomplete' }
  | { kind: 'server'; name: string }
  | { kind: 'no-server' }
  /** The name that can be read is not the one that is meant. */
  | { kind: 'hidden-server' };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
/** encrypted_client_hello (RFC 9849), and the draft before it, encrypted_server_name. */
const HIDDEN = new Set([0xfe0d, 0xffce]);
const RECORD_HEADER = 5;

/**
 * Reads the server's name out of a TLS ClientHello (RFC 8446 §4.1.2, RFC 6066 §3), which may be spread over
 * records. Anything that is not exactly such a message, or names nobody, is `no-server`.
 */
export function readHello(bytes: Uint8Array): Hello {
  const message = handshakeOf(bytes);
  if (message === null) return { kind: 'no-server' };
  if (message.length > 0 && message[0] !== CLIENT_HELLO) return { kind: 'no-server' };
  if (message.length < 4) return { kind: 'incomplete' };
  const length = ((message[1] ?? 0) << 16) | uint16(message, 2);
  if (message.length < 4 + length) return { kind: 'incomplete' };
  return serverOf(message.subarray(4, 4 + length));
}

/** The handshake bytes of all records so far; null when these are no handshake records. */
function handshakeOf(bytes: Uint8Array): Uint8Array | null {
  const parts = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    if (bytes[at] !== HANDSHAKE || (at + 1 < bytes.length && bytes[at + 1] !== 3)) return null;
    if (bytes.length < at + RECORD_HEADER) break;
    const end = at + RECORD_HEADER + uint16(bytes, at + 3);
    const part = bytes.subarray(at + RECORD_HEADER, end);
    parts.set(part, length);
    length += part.length;
    at = end;
  }
  return parts.subarray(0, length);
}

function serverOf(hello: Uint8Array): Hello {
  const none: Hello = { kind: 'no-server' };
  // Version and random, then three fields with a length before each.
  let at = 34;
  at += 1 + (hello[at] ?? 0);
  at += 2 + uint16(hello, at);
  at += 1 + (hello[at] ?? 0);
  // Lengths that do not fit let two readers see different extensions.
  if (at + 2 + uint16(hello, at) !== hello.length) return none;
  at += 2;
  let name: string | null = null;
  while (at < hello.length) {
    const [type, length] = [uint16(hello, at), uint16(hello, at + 2)];
    const end = at + 4 + length;
    if (end > hello.length) return none;
    if (HIDDEN.has(type)) return { kind: 'hidden-server' };
    if (type === SERVER_NAME) {
      if (name !== null) return none;
      name = nameIn(hello.subarray(at + 4, end));
      if (name === null) return none;
    }
    at = end;
  }
  return name === null ? none : { kind: 'server', name };
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
