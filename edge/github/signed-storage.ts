import { Fault } from '../../core/fault.ts';

/** How something is fetched from the storage: at most `seconds`. */
export type Fetching = { fetch?: typeof globalThis.fetch; seconds?: number };

/**
 * The address in an answer of GitHub's that sends us to a storage on another host; null unless it is encrypted, or on
 * this machine (a stand-in). Whoever knows it may read what lies there for a minute.
 */
export function storageAddress(headers: Readonly<Record<string, unknown>>): string | null {
  const { location } = headers;
  if (typeof location !== 'string' || !URL.canParse(location)) return null;
  const { protocol, hostname } = new URL(location);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere) ? location : null;
}

/**
 * Fetches what lies at such an address, without the token, which must not go there, and lets `read` take its bytes.
 * Returns the status where the storage refuses. Throws `Fault` when it fails; the address stays out of the message.
 */
export async function fromStorage<T>(
  what: string,
  address: string,
  { fetch = globalThis.fetch, seconds = 60 }: Fetching,
  read: (body: ReadableStream<Uint8Array>) => Promise<T>,
): Promise<T | number> {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(seconds * 1000) });
    if (response.status >= 400 && response.status < 500) return response.status;
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    return await read(response.body);
  } catch (error) {
    throw new Fault(
      'github-unreachable',
      `Could not download ${what}: ${error instanceof Error ? error.message : 'no answer'}.`,
      "See the run's page; it is there as long as GitHub keeps it.",
    );
  }
}
