/** An option of a command: its name, what its value is called, and its values where there are only so many. */
export type Option = { name: string; takes: string | null; values: readonly string[] };

/** Reads an option as the table of commands has it. */
export function readOption(written: string): Option {
  const [name = '', takes = null] = written.split(' ');
  const values = takes?.includes('|') ? takes.split('|') : [];
  return { name, takes, values };
}

/** What the value of an option is completed with. */
export function kindOf({ takes, values }: Option): 'nothing' | 'files' | 'folders' | 'values' | 'free' {
  if (takes === null) return 'nothing';
  if (values.length > 0) return 'values';
  if (takes === 'FILE') return 'files';
  return takes === 'DIR' ? 'folders' : 'free';
}
