/**
 * What a file that is kept may be, by the end of its name. None of these runs anything, or fetches anything, by being
 * opened: HTML, SVG, XML and PDF are none of them.
 */
export const fileTypes = ['md', 'txt', 'log', 'csv', 'tsv', 'json', 'jsonl', 'diff', 'png', 'jpg'] as const;
export type FileType = (typeof fileTypes)[number];

/** How files of these types begin; all others are text. */
const BEGINNINGS: Partial<Record<FileType, readonly number[]>> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpg: [0xff, 0xd8, 0xff],
};

/** The type of a file by its name; null when it is none of them. */
export function typeOfFile(name: string): FileType | null {
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return name.includes('.') ? (fileTypes.find((type) => type === end) ?? null) : null;
}

/** Whether files of a type are text. */
export function isTextType(type: FileType): boolean {
  return BEGINNINGS[type] === undefined;
}

/** Whether the bytes of a file begin as those of its type do. Text may begin anyhow. */
export function beginsAs(type: FileType, bytes: Uint8Array): boolean {
  return (BEGINNINGS[type] ?? []).every((byte, at) => bytes[at] === byte);
}
