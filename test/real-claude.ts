import { fileURLToPath } from 'node:url';
import { installClaude, type InstalledClaude } from '../edge/claude/install.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where the pinned binary's package files are. */
export const PIN_FOLDER = `${root}edge/claude/cli`;

let installed: Promise<InstalledClaude> | undefined;

/** The pinned claude binary, installed once below .cache/tools and kept between test runs. */
export function realClaude(): Promise<InstalledClaude> {
  installed ??= installClaude({
    toolCache: `${root}.cache/tools`,
    pinFolder: PIN_FOLDER,
    path: process.env['PATH'] ?? '/usr/bin:/bin',
    npmSettings: npmSettings(),
  });
  return installed;
}

/** A developer's mirror, proxy and certificates; nothing else of their npm settings. */
export function npmSettings(): Record<string, string> {
  const wanted = /^(npm_config_registry|https?_proxy|no_proxy|node_extra_ca_certs)$/i;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      wanted.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}
