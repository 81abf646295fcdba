/**
 * Who acts in a run: `main`, its workers `main/1`, `main/2`, theirs `main/1/1`. It is made by us and known by the pipe
 * that a message came through; none is ever read out of a message.
 */
export type ActorId = string;
