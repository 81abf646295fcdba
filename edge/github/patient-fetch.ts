/** Hears of each answer: its status, 0 for none, and what GitHub's rate limit leaves. */
export type OnAnswer = (status: number, left: { resource: string; remaining: number } | null) => void;

/**
 * `fetch` that gives up: GitHub answers within seconds or not at all, and a call that hangs would hold
 * up every later event of the same repository.
 */
export function patientFetch(seconds: number, onAnswer: OnAnswer = () => {}): typeof globalThis.fetch {
  return async (input, init) => {
    const late = AbortSignal.timeout(seconds * 1000);
    const signal = init?.signal ? AbortSignal.any([init.signal, late]) : late;
    try {
      const response = await globalThis.fetch(input, { ...init, signal });
      onAnswer(response.status, limitIn(response.headers));
      return response;
    } catch (error) {
      onAnswer(0, null);
      throw error;
    }
  };
}

function limitIn(headers: Headers): { resource: string; remaining: number } | null {
  const resource = headers.get('x-ratelimit-resource') ?? '';
  const remaining = headers.get('x-ratelimit-remaining') ?? '';
  if (!/^[a-z_]{1,40}$/.test(resource) || !/^\d{1,9}$/.test(remaining)) return null;
  return { resource, remaining: Number(remaining) };
}
