/**
 * What names may hold, as of 2026-08. Sources: API reference of CreateStateMachine (`name`); developer guide, Using Map
 * state in Distributed mode (`Label`). Lengths are in characters.
 */

export interface NameLimits {
  readonly maxLength: number;
  /** One character that the service does not take. Of white space only what is certainly meant by it. */
  readonly forbidden: RegExp;
}

export const STATE_MACHINE_NAME: NameLimits = {
  maxLength: 80,
  forbidden: /[ <>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u,
};

/** A label becomes part of the ARN of each Map Run. */
export const MAP_LABEL: NameLimits = {
  maxLength: 40,
  forbidden: /[ <>{}[\]?*"#%\\^|~`$&,;:\p{Cc}]/u,
};
