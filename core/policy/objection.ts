/** Why a rule says no. The judge adds the rule's name. */
export type Objection = { because: string; remedy: string };
