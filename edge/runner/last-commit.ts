import { askCheckout } from './git.ts';

const LONGEST = 60_000;

/**
 * The last commit of a checkout with its changes against its first parent, at most 60,000 characters.
 * Null when there is no checkout, when the clone is too shallow to hold the parent, or when git cannot
 * say it in time.
 */
export async function lastCommit(folder: string, cancelled?: AbortSignal): Promise<string | null> {
  const parent = await askCheckout(['rev-parse', '--verify', '--quiet', 'HEAD^1'], folder, { cancelled });
  if (parent.code !== 0) return null;
  const shown = await askCheckout(SHOW, folder, { mostOutput: 4 * LONGEST, cancelled });
  const isCut = shown.code === null && shown.stdout.length > LONGEST;
  if (shown.code !== 0 && !isCut) return null;
  if (shown.stdout.length <= LONGEST) return shown.stdout;
  const rest = isCut ? '' : `, ${shown.stdout.length - LONGEST} characters,`;
  return `${shown.stdout.slice(0, LONGEST)}\n[the rest of the commit${rest} is left out]`;
}

const SHOW = [
  'show',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-show-signature',
  '--submodule=short',
  '--first-parent',
  '--stat',
  '--patch',
  '--end-of-options',
  'HEAD',
];
