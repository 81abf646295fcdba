/** A shorter one may be a word that people write, and what it is in would be withheld. */
const SHORTEST_PASSWORD = 12;

/** The password in a database's address, as the server is told it; null for none. Throws for what is no address. */
export function databasePassword(url: string): string | null {
  const { password, searchParams } = new URL(url);
  const found = searchParams.get('password') ?? decodeURIComponent(password);
  return found === '' ? null : found;
}

/** What is wrong with the address of a database; null for nothing. Repeats none of it: a password may be in it. */
export function databaseUrlProblem(name: string, url: string): string | null {
  const password = /^postgres(ql)?:\/\/./.test(url) ? readPassword(url) : undefined;
  if (password === undefined) {
    return `${name} is no address of a Postgres database. Write postgres://USER:PASSWORD@HOST:PORT/DATABASE, and in the password %40 for @, %2F for / and so on.`;
  }
  if (password === null || password.length >= SHORTEST_PASSWORD) return null;
  return `${name} has a password of ${password.length} characters. The app keeps it out of all that it writes, for which it has to have at least ${SHORTEST_PASSWORD}.`;
}

function readPassword(url: string): string | null | undefined {
  try {
    return databasePassword(url);
  } catch {
    return undefined;
  }
}
