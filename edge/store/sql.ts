/** What a column holds. Times are milliseconds since 1970; yes and no are 1 and 0. */
export type Value = string | number | null;

/** Statements in the words that SQLite and Postgres share; `?` stands for each value. */
export type Sql = {
  all<Row>(text: string, values?: readonly Value[]): Promise<Row[]>;
  get<Row>(text: string, values?: readonly Value[]): Promise<Row | undefined>;
  /** Resolves to the number of rows that were changed. */
  run(text: string, values?: readonly Value[]): Promise<number>;
};

/** One statement is all or nothing, and on disk when its promise resolves. */
export type Database = Sql & {
  /**
   * Runs `work` in one transaction: all of it is kept, or none when it rejects. Only what it does through the `sql`
   * that it is given belongs to it; waiting for anything else inside would hold up everybody. On Postgres others
   * commit while it runs: it decides on rows that it has locked by writing to them, or writes only what is still so
   * (`UPDATE … WHERE state = ?`). `work` runs again when it and another were waiting for each other.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};
