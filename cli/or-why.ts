/** What was read of a command line; where reading it threw, why, in words. */
export function orWhy<Asked>(read: () => Asked): Asked | string {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
