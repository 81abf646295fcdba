/** The middle of some values. */
export function median(values: readonly number[]): number {
  return (
    (quantile(values, 0.5) +
      quantile(
        values.map((value) => -value),
        0.5,
      ) *
        -1) /
    2
  );
}

/** The value that so large a part of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** The least, the greatest and the middle, in milliseconds. */
export function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${least.toFixed(0)} to ${most.toFixed(0)} ms, median ${median(values).toFixed(0)} ms`;
}

/** A figure beside its aim, and whether it is met. */
export function verdict(what: string, figure: number, aim: number, unit: string): string {
  const shown = figure < 10 ? figure.toFixed(2) : figure.toFixed(0);
  return `${figure <= aim ? 'met   ' : 'MISSED'}  ${what}: ${shown} ${unit} (aim: at most ${aim} ${unit})`;
}
