/** Unix time in whole seconds. */
export function unixSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Unix time in milliseconds. */
export function unixMilliseconds(): number {
  return Date.now();
}
