import { closeSync, fdatasyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { quantile } from './statistics.ts';

/** Numbers of file systems, see statfs(2). */
const NAMES: Record<number, string> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x794c7630: 'overlayfs',
  0x01021994: 'tmpfs, which is no disk',
};
const TIMES = 100;

/** What file system a folder is on, and how long its disk is waited for once 64 KB were written. */
export function tellDisk(folder: string): string {
  const { type } = statfsSync(folder);
  const path = join(folder, 'disk');
  const file = openSync(path, 'w');
  const bytes = Buffer.alloc(65_536, 1);
  const waited = Array.from({ length: TIMES }, () => {
    writeSync(file, bytes, 0, bytes.length, 0);
    const began = performance.now();
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  rmSync(path);
  const [middle, p99] = [quantile(waited, 0.5), quantile(waited, 0.99)];
  const name = NAMES[type] ?? `file system 0x${type.toString(16)}`;
  return `${name}; a sync of the disk: median ${middle.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}
