/** How large files that are kept may be, in kilobytes: each of them, and all of them together. */
export type SizeLimits = { readonly file_kb: number; readonly max_kb: number };

/** What is wrong with the sizes of files, in words that end without a full stop; null when nothing is. */
export function sizeProblem(
  files: readonly { name: string; bytes: number }[],
  { file_kb: each, max_kb: all }: SizeLimits,
): string | null {
  const large = files.find(({ bytes }) => bytes > each * 1000);
  if (large !== undefined)
    return `${large.name} takes ${kilobytes(large.bytes)} kB and may take ${each} kB (\`file_kb\`)`;
  const sum = files.reduce((total, { bytes }) => total + bytes, 0);
  return sum > all * 1000
    ? `the files take ${kilobytes(sum)} kB together and may take ${all} kB (\`max_kb\`)`
    : null;
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1000);
}
