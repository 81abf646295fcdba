/**
 * `fetch` that gives up: GitHub answers within seconds or not at all, and a call that hangs would hold
 * up every later event of the same repository.
 */
export function patientFetch(seconds: number): typeof globalThis.fetch {
  return (input, init) => {
    const late = AbortSignal.timeout(seconds * 1000);
    const signal = init?.signal ? AbortSignal.any([init.signal, late]) : late;
    return globalThis.fetch(input, { ...init, signal });
  };
}
