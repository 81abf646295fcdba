import { askCheckout } from './git.ts';

/** Where actions/checkout and people leave what git sends along: a header, a helper, an included file, an address. */
const PLACES = String.raw`^(http\..*\.extraheader|credential\..*|includeif\..*\.path|remote\..*\.(push)?url)$`;

/** Whether the checkout's own git configuration holds a credential, or names a file or program that does. */
export async function hasCredential(folder: string): Promise<boolean> {
  const asked = await askCheckout(['config', '--local', '--no-includes', '--get-regexp', PLACES], folder);
  if (asked.code !== 0) return false;
  return asked.stdout
    .split('\n')
    .some((line) => line !== '' && (!line.startsWith('remote.') || / [a-z+]+:\/\/[^/\s@]+@/.test(line)));
}
