/** Resolves at the end of this turn of the event loop: what has arrived by then has been heard. */
export const endOfTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
