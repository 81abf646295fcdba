const u16 = (value: number) => [value >> 8, value & 255];
const bytes = (text: string) => [...Buffer.from(text, 'latin1')];

export type Extension = [type: number, content: number[]];

/** A server_name extension with these names. */
export const serverName = (...names: string[]): Extension => {
  const list = names.flatMap((name) => [0, ...u16(name.length), ...bytes(name)]);
  return [0, [...u16(list.length), ...list]];
};

/** A ClientHello as a handshake message; `claim` is what its extensions say their length is, less the truth. */
export function helloMessage(extensions: Extension[], claim = 0): number[] {
  const block = extensions.flatMap(([type, content]) => [...u16(type), ...u16(content.length), ...content]);
  const random = Array.from({ length: 32 }, (_, index) => index);
  const body = [3, 3, ...random, 0, 0, 2, 0x13, 1, 1, 0, ...u16(block.length + claim), ...block];
  return [1, 0, ...u16(body.length), ...body];
}

/** Handshake bytes in records of at most `size` bytes. */
export function inRecords(message: number[], size = 16_384): Uint8Array {
  const records: number[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.slice(at, at + size);
    records.push(22, 3, 1, ...u16(part.length), ...part);
  }
  return Uint8Array.from(records);
}
