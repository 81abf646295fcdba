import { deflateRawSync } from 'node:zlib';

/** One entry as its bytes say; each field that is given lies about what is there. */
export type RawEntry = {
  name: string | Buffer;
  data: Buffer;
  method?: number;
  flags?: number;
  /** Sizes and checksum as the directory says. */
  packed?: number;
  unpacked?: number;
  crc?: number;
  attributes?: number;
  /** Where the directory says that the entry is. */
  offset?: number;
  extra?: Buffer;
  localName?: string;
};

/** What the end of the directory says, where it lies. */
export type RawEnd = { entries?: number; size?: number; offset?: number; comment?: Buffer; before?: Buffer };

/** Writes a zip byte by byte. `zlib`'s checksum is that of the packed data's original, unless told otherwise. */
export function zipBytes(entries: readonly RawEntry[], end: RawEnd = {}): Buffer {
  const parts: Buffer[] = [end.before ?? Buffer.alloc(0)];
  let at = parts[0]?.length ?? 0;
  const directory = entries.map((entry) => {
    const local = localHeader(entry);
    const central = centralHeader(entry, entry.offset ?? at);
    parts.push(local, entry.data);
    at += local.length + entry.data.length;
    return central;
  });
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const tail = Buffer.alloc(22);
  tail.write('PK\u0005\u0006', 'latin1');
  tail.writeUInt16LE((end.entries ?? entries.length) & 0xffff, 8);
  tail.writeUInt16LE((end.entries ?? entries.length) & 0xffff, 10);
  tail.writeUInt32LE((end.size ?? size) >>> 0, 12);
  tail.writeUInt32LE((end.offset ?? at) >>> 0, 16);
  tail.writeUInt16LE(end.comment?.length ?? 0, 20);
  return Buffer.concat([...parts, ...directory, tail, end.comment ?? Buffer.alloc(0)]);
}

/** Data as a zip packs it. */
export function packed(text: string | Buffer): Buffer {
  return deflateRawSync(text);
}

function localHeader({ name, localName, data, method = 8, flags = 0x800, ...said }: RawEntry): Buffer {
  const bytes = Buffer.from(localName ?? name);
  const header = Buffer.alloc(30);
  header.write('PK\u0003\u0004', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE((said.crc ?? 0) >>> 0, 14);
  header.writeUInt32LE((said.packed ?? data.length) >>> 0, 18);
  header.writeUInt32LE((said.unpacked ?? data.length) >>> 0, 22);
  header.writeUInt16LE(bytes.length, 26);
  return Buffer.concat([header, bytes]);
}

function centralHeader(entry: RawEntry, offset: number): Buffer {
  const { name, data, method = 8, flags = 0x800, attributes = 0, extra = Buffer.alloc(0) } = entry;
  const bytes = Buffer.from(name);
  const header = Buffer.alloc(46);
  header.write('PK\u0001\u0002', 'latin1');
  header.writeUInt16LE(0x0314, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE((entry.crc ?? 0) >>> 0, 16);
  header.writeUInt32LE((entry.packed ?? data.length) >>> 0, 20);
  header.writeUInt32LE((entry.unpacked ?? data.length) >>> 0, 24);
  header.writeUInt16LE(bytes.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(attributes >>> 0, 38);
  header.writeUInt32LE(offset >>> 0, 42);
  return Buffer.concat([header, bytes, extra]);
}
