/** What a path of a call turned out to be on disk, right before the call is judged. */
export type Place =
  | {
      /** Absolute inside the cage, every link followed. */
      path: string;
      /** How many names the file has: more than one when something links hard to it. 1 for folders and what is not there. */
      names: number;
    }
  /** Where it leads cannot be told, and why. */
  | { unknown: string };

/** What is found at one path of the cage's world, links not followed. */
export type Seen =
  | { kind: 'link'; target: string }
  | { kind: 'file'; names: number }
  | { kind: 'folder' }
  | { kind: 'nothing' }
  | { kind: 'closed' };

/** The number of links that Linux follows in one path. */
const MOST_LINKS = 40;

/**
 * Follows a path through every link in it, as the kernel would inside the cage. `look` is asked about paths below
 * `root` only: what leads out of it is told and not looked at.
 */
export function follow(path: string, root: string, look: (path: string) => Seen): Place {
  const ahead = partsOf(path);
  let at: string[] = [];
  let links = 0;
  let names = 1;
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    if (part === '..') {
      at.pop();
      continue;
    }
    at.push(part);
    const here = `/${at.join('/')}`;
    if (!`${here}/`.startsWith(`${root}/`)) continue;
    const seen = look(here);
    if (seen.kind === 'closed') return { unknown: `${here} cannot be looked at` };
    names = seen.kind === 'file' ? seen.names : 1;
    if (seen.kind !== 'link') continue;
    links += 1;
    if (links > MOST_LINKS) return { unknown: `${here} leads through more than ${MOST_LINKS} links` };
    at = seen.target.startsWith('/') ? [] : at.slice(0, -1);
    ahead.unshift(...partsOf(seen.target));
  }
  return { path: `/${at.join('/')}`, names };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
