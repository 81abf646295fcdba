import { Worker } from 'node:worker_threads';

/**
 * Reads a whole file through one buffer. A thread cannot be a file of its own here: the action is one bundle,
 * and a run from the sources has other names for the same things.
 */
const IN_THREAD = `
const { createHash } = require('node:crypto');
const { closeSync, openSync, readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const hash = createHash('sha256');
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);
const file = openSync(workerData, 'r');
for (let read; (read = readSync(file, buffer)) > 0; ) hash.update(buffer.subarray(0, read));
closeSync(file);
parentPort.postMessage(hash.digest('hex'));
`;

/**
 * The SHA-256 of a file's bytes, 64 lower-case hex digits. Hashed on a thread of its own: a binary of hundreds of
 * megabytes would keep the caller busy for half a second. Rejects when the file cannot be read.
 */
export function hashFile(path: string): Promise<string> {
  const thread = new Worker(IN_THREAD, {
    eval: true,
    workerData: path,
    // It holds one buffer; what a thread may grow to by default is a share of the machine.
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
    env: {},
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error(`${path} was not read to its end`)));
  });
}
