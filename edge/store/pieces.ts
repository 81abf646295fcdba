import { mergedPlaces, type Places } from '../../core/redact/known/ledger.ts';
import type { Job } from './job.ts';
import type { Database } from './sql.ts';

/** Which places of known secrets have left in the texts of jobs. `secrets`: a keyed digest of the set they are of. */
export type Pieces = {
  /** What the texts of all jobs of one command have shown: follow-ups are read beside the first. */
  of(job: Pick<Job, 'repositoryId' | 'commandCommentId'>, secrets: string): Promise<Places>;
  /** Adds what a text of a job shows. On disk when it resolves: the text leaves after that. */
  add(jobId: string, secrets: string, places: Places): Promise<void>;
};

type Row = { places: string };

/** The table of what was shown. */
export function openPieces(database: Database): Pieces {
  return {
    async of({ repositoryId, commandCommentId }, secrets) {
      const rows = await database.all<Row>(
        `SELECT places FROM shown_pieces JOIN jobs USING (job_id)
         WHERE repository_id = ? AND command_comment_id = ? AND secrets = ?`,
        [repositoryId, commandCommentId, secrets],
      );
      return mergedPlaces(rows.map(placesIn));
    },
    add: (jobId, secrets, places) =>
      database.transaction(async (sql) => {
        // Writing locks the row: nobody's places are lost.
        const row = await sql.get<Row>(
          `INSERT INTO shown_pieces (job_id, secrets, places) VALUES (?, ?, '{}')
           ON CONFLICT (job_id, secrets) DO UPDATE SET places = shown_pieces.places RETURNING places`,
          [jobId, secrets],
        );
        const merged = mergedPlaces([...(row === undefined ? [] : [placesIn(row)]), places]);
        await sql.run(`UPDATE shown_pieces SET places = ? WHERE job_id = ? AND secrets = ?`, [
          JSON.stringify(merged),
          jobId,
          secrets,
        ]);
      }),
  };
}

function placesIn({ places }: Row): Places {
  return JSON.parse(places) as Places;
}
