/**
 * What names may not hold, as of 2026-08. Sources: API reference of CreateStateMachine (`name`); developer guide, Using Map
 * state in Distributed mode (`Label`).
 */

/** One character that the service does not take. Of white space only what is certainly meant by it. */
export const NOT_IN_MACHINE_NAME = /[ <>{}[\]?*"#%\\^|~`$&,;:/\0-\x1f\x7f-\x9f]/u;

/** A label becomes part of the ARN of each Map Run. */
export const NOT_IN_MAP_LABEL = /[ <>{}[\]?*"#%\\^|~`$&,;:\0-\x1f\x7f-\x9f]/u;

/** The longest name that a state is given by us, whatever a user's quota is: the shipped one. */
export const MADE_STATE_NAME_CHARACTERS = 80;
