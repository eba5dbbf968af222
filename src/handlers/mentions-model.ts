/** Whether the text of a handler is worth reading. Apart from the readers, which are loaded only then. */
import { HANDLER_MARKS } from '../aws/handler-calls.ts';

/** A text that never names the services calls no model by them. */
export function mayCallModel(text: string): boolean {
  return HANDLER_MARKS.some((mark) => text.includes(mark));
}
