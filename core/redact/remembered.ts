/** A search that looks at no text twice. */
export function remembered<Result>(find: (text: string) => Result): (text: string) => Result {
  const before = new Map<string, Result>();
  return (text) => {
    const found = before.get(text) ?? find(text);
    before.set(text, found);
    return found;
  };
}
