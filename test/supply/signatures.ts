import type { Ended } from './program.ts';
import { failed, passed, unchecked, type Verdict } from './verdict.ts';

type Package = { name: string; version: string };

/**
 * What `npm audit signatures --json` came to: whether npm's registry, and where they have one the builds, signed what
 * is installed. It needs the registry's keys and Sigstore's roots of trust; without them nothing is known.
 */
export function judgeSignatures(ended: Ended): Verdict {
  const found = reportIn(ended.out);
  if (found === null) return unchecked(`npm could not verify signatures: ${whyNot(ended)}`);
  const findings = [
    ...found.invalid.map(
      (one) => `${one.name}@${one.version} has a signature that is wrong: do not install it`,
    ),
    ...found.missing.map((one) => `${one.name}@${one.version} has no signature, and the registry signs`),
  ];
  if (findings.length > 0) return failed(findings);
  if (ended.code !== 0) return unchecked(`npm ended with ${String(ended.code)} and named no package`);
  return passed('every installed package has a signature of the registry that is right');
}

function reportIn(out: string): { invalid: Package[]; missing: Package[] } | null {
  try {
    const { invalid, missing } = JSON.parse(out) as { invalid?: unknown; missing?: unknown };
    return Array.isArray(invalid) && Array.isArray(missing)
      ? { invalid: invalid as Package[], missing: missing as Package[] }
      : null;
  } catch {
    return null;
  }
}

function whyNot({ code, out, err }: Ended): string {
  if (code === null) return 'there is no npm';
  const said = `${err}\n${out}`;
  const line = /request to (\S+) failed, reason: ([^\n"]+)/.exec(said);
  if (line !== null) return `${line[1] ?? ''}: ${line[2] ?? ''}`;
  return /npm error (?!code|syscall|errno|A complete)([^\n]+)/.exec(said)?.[1] ?? `exit ${code}`;
}
