/** A file that is made of other files: its path below the repository's root, and what it must hold. */
export type GeneratedFile = { path: string; text: string };
