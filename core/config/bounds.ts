/** What one run may have at most, whatever a file says. */
export const MOST = { minutes: 360, usd: 1000, workersAtOnce: 16 } as const;
