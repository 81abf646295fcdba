import { canonicalJson, type Json } from '../audit/canonical.ts';

/** One call of a tool that a person is asked about. `arguments`: canonical JSON, of which the digest is, with the tool. */
export type CallToApprove = { tool: string; arguments: string; digest: string };

type Sha256 = (text: string) => string;

/** Nobody reads more than this to answer for it. */
export const CALL_MAX_CHARACTERS = 4000;

/** A call as people can be asked about it; null for one that is too long, or whose arguments are no JSON object. */
export function callToApprove(tool: string, input: unknown, sha256: Sha256): CallToApprove | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || tool === '') return null;
  try {
    const written = canonicalJson(input as Json);
    if (written.length + tool.length > CALL_MAX_CHARACTERS) return null;
    return { tool, arguments: written, digest: sha256(canonicalJson({ tool, arguments: written })) };
  } catch {
    return null;
  }
}

/** The same of a call that somebody else wrote down; null unless it is exactly as we would have written it. */
export function readCallToApprove(
  written: Pick<CallToApprove, 'tool' | 'arguments'>,
  digest: string,
  sha256: Sha256,
): CallToApprove | null {
  try {
    const call = callToApprove(written.tool, JSON.parse(written.arguments), sha256);
    return call?.arguments === written.arguments && call.digest === digest ? call : null;
  } catch {
    return null;
  }
}

/** Its arguments with nothing in them that looks like something else, or like nothing: ASCII alone. */
export function plainArguments({ arguments: written }: Pick<CallToApprove, 'arguments'>): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return written.replaceAll(/[^\x20-\x7e]/g, escaped);
}
