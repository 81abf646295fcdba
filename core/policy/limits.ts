/** The slice of a plan that judging needs. A `Plan` is one. */
export type PolicyPlan = {
  tools: readonly string[];
  allowedTools: readonly string[];
  disallowedTools: readonly string[];
  timeoutMinutes: number;
  /** The tools run whatever their arguments are. */
  skipPermissions?: boolean;
};
