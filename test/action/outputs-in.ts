/** The outputs that a step wrote into the runner's file. */
export function outputsIn(file: string): Record<string, string> {
  const found = file.matchAll(/^([\w-]+)<<(ghadelimiter_\S+)\n([^]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name = '', , value = '']) => [name, value]));
}
