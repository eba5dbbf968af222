/** The query language that a state is made with. */
import { constantText } from './enums.ts';
import type { Props, QueryLanguageName, StateValue } from './state.ts';
import { knownText } from './values.ts';
import type { Value } from './values.ts';

export function stateLanguage(state: StateValue, props: Props): QueryLanguageName | 'unknown' | undefined {
  if (state.language !== undefined) return state.language;
  const value = props.get('queryLanguage');
  return value === undefined ? undefined : languageOf(value);
}

/** Whether CDK writes a state as one of JSONata, by its own language and that of the machine; undefined when not known. */
export function isInJsonata(
  own: QueryLanguageName | 'unknown' | undefined,
  whole: QueryLanguageName | 'unknown' | undefined,
): boolean | undefined {
  const language = own ?? whole;
  return language === 'unknown' ? undefined : language === 'JSONata';
}

export function languageOf(value: Value): QueryLanguageName | 'unknown' {
  const text = value.kind === 'library' ? constantText(value.path) : knownText(value);
  return text === 'JSONata' || text === 'JSONPath' ? text : 'unknown';
}
