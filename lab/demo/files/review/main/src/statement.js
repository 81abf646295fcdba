/** The entries of one account, newest first. */
export function statement(ledger, account) {
  return ledger.entries.filter(({ from, to }) => from === account || to === account).toReversed();
}
