import { readdirSync } from 'node:fs';

/** Folders of the machine that a process outside of a cage would find writable, or wish to. */
const FOLDERS = [
  '/',
  '/etc',
  '/etc/cron.d',
  '/etc/claude-code',
  '/var/spool/cron',
  '/tmp',
  '/var/tmp',
  '/dev/shm',
  '/run',
  '/root',
  '/opt',
  '/home',
  '/usr/local/bin',
  '/var',
];

/** Files on the machine that bear the name of a run: each was made by a call that got out. */
export function strays(run: string): string[] {
  return FOLDERS.flatMap((folder) =>
    namesIn(folder)
      .filter((name) => name.includes(`${run}-`))
      .map((name) => `${folder}/${name} was made`),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
