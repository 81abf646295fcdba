/** The page of a comment, in the thread of a job, by the address that GitHub gave of its run; null when that is not known. */
export function commentUrl(
  runUrl: string | null,
  issueNumber: number,
  commentId: number | null,
): string | null {
  const repository = runUrl === null ? null : /^(https?:\/\/.+)\/actions\/runs\/\d+$/.exec(runUrl);
  if (repository === null || commentId === null) return null;
  return `${repository[1]}/issues/${issueNumber}#issuecomment-${commentId}`;
}
