/** How this machine reaches its package registry: the job that installs the CLI needs it, and nothing else. */
export function networkSettings(): Record<string, string> {
  const wanted =
    /^(https?_proxy|no_proxy|npm_config_(registry|cafile|cache|userconfig|globalconfig)|node_extra_ca_certs)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => wanted.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}
