import { closeSync, readFileSync } from 'node:fs';

/**
 * Reads a value that the step's shell handed over by a file descriptor, and closes it: unlike a variable, it
 * cannot be read in /proc by another process of this user afterwards.
 */
export function readHandedOver(descriptor: number): string {
  const value = readFileSync(descriptor, 'utf8');
  closeSync(descriptor);
  return value;
}
