import { call, statusOf } from './call.ts';
import type { RepositoryName, Request } from './request.ts';

/** A comment as it is now; `updatedAt` is an ISO time. */
export type CommentFacts = { body: string; authorId: number; updatedAt: string };

/** Reads a comment below an issue or pull request; null when it is gone. */
export async function readComment(
  request: Request,
  name: RepositoryName,
  commentId: number,
): Promise<CommentFacts | null> {
  try {
    const { data } = await call(
      request,
      `read the comment ${commentId}`,
      'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
      { ...name, comment_id: commentId },
    );
    return {
      body: String(data.body ?? ''),
      authorId: Number(data.user?.id),
      updatedAt: String(data.updated_at),
    };
  } catch (error) {
    if ([404, 410].includes(statusOf(error) ?? 0)) return null;
    throw error;
  }
}
