/** Longer texts are rare, and their rooms not kept. */
const MOST_KEPT = 1024 * 1024;

/**
 * Gives room for at least so many bytes or numbers, and the same again at the next call: new memory for each text is
 * most of what some searches cost.
 */
export function keptRoom<Room extends { length: number }>(
  make: (length: number) => Room,
): (length: number) => Room {
  let room = make(0);
  return (length) => {
    if (length > MOST_KEPT) return make(length);
    if (room.length < length) room = make(length);
    return room;
  };
}

/** Gives room for at least so many bytes. */
export type Room = (length: number) => Uint8Array<ArrayBuffer>;

/** The same for bytes. */
export function keptBytes(): Room {
  return keptRoom((length) => new Uint8Array(length));
}
