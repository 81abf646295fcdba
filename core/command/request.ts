import type { Misspelt, Parsed } from './parsed.ts';

/** A command line, split: the word behind `/dispatch`, the rest of the line, and the lines below it. */
export type Request = { word: string; rest: string; below: string };

/** One command: what `/dispatch help` says about it and how its line is read. */
export type Command = {
  /** The reserved word; `null` for the one command whose word is an agent's name. */
  verb: string | null;
  usage: string;
  summary: string;
  read(request: Request): Parsed | Misspelt;
};
