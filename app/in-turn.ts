/**
 * Does all of these, one after the other: one that fails keeps no other from being done. Returns what each came to;
 * throws what the first that failed threw, so that all are tried again.
 */
export async function inTurn(stories: readonly (() => Promise<string>)[]): Promise<string[]> {
  const codes: string[] = [];
  const failures: unknown[] = [];
  for (const story of stories)
    await story().then(
      (code) => codes.push(code),
      (error: unknown) => failures.push(error),
    );
  if (failures.length > 0) throw failures[0];
  return codes;
}
