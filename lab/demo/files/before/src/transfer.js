/** Moves `cents` from one account to another. Throws when an account is unknown or too poor. */
export function transfer(ledger, from, to, cents) {
  const source = ledger.accounts.get(from);
  const target = ledger.accounts.get(to);
  if (!source || !target) throw new Error(`unknown account: ${source ? to : from}`);
  if (source.balance < cents) throw new Error(`${from} holds less than ${cents} cents`);
  source.balance -= cents;
  target.balance += cents;
  ledger.entries.push({ from, to, cents });
}
