/** One page of the entries of one account, newest first. Pages are counted from 1. */
export function statement(ledger, account, page = 1, size = 20) {
  const entries = ledger.entries.filter(({ from, to }) => from === account || to === account).toReversed();
  return entries.slice((page - 1) * size, page * size - 1);
}
