/** What one check came to. `unchecked`: what it needs is not here, and it says so. */
export type Verdict = { state: 'ok' | 'failed' | 'unchecked'; said: string; findings: string[] };

export function passed(said: string): Verdict {
  return { state: 'ok', said, findings: [] };
}

/** `findings`: a line for each thing that is wrong, with what to do about it. */
export function failed(findings: string[]): Verdict {
  return { state: 'failed', said: `${findings.length} wrong`, findings };
}

/** `because` says what is missing here, for a reader who has to get it. */
export function unchecked(because: string): Verdict {
  return { state: 'unchecked', said: because, findings: [] };
}

/** Good when nothing was found. */
export function verdictOf(findings: string[], said: string): Verdict {
  return findings.length > 0 ? failed(findings) : passed(said);
}
