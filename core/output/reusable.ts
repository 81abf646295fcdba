import type { Result } from './result.ts';

/**
 * Why a result does not answer the same task a second time; null when it does. Only a whole one does: of a run that
 * succeeded in a proven cage with the CLI of this version, that no stranger had a say in, of which nothing was masked,
 * withheld, left out or handed in, and after which nobody is asked anything.
 */
export function whyNotReusable(result: Result, cliVersion: string): string | null {
  const { outcome, cause, text, tainted, masked, compromised, outputs, change, wanted, deferred } = result;
  if (outcome !== 'success' || cause !== null) return 'it did not succeed';
  if (text.trim() === '') return 'it has no answer';
  if (tainted !== undefined) return 'strangers may have had a say in it';
  if (masked !== undefined || compromised !== undefined) return 'something of it was masked or withheld';
  if (outputs !== undefined || change !== undefined) return 'more was handed in than an answer';
  if (wanted !== undefined || deferred !== undefined) return 'calls of it wait for a person';
  if (result.connections !== undefined) return 'it reached hosts';
  if (result.context?.missing !== undefined) return 'something that it was to be given was missing';
  if (result.cage === null || result.audit_head === null) return 'no cage or no record of it is known';
  return result.cli_version === cliVersion ? null : 'another version of the CLI made it';
}
