/** A session of its own for each call of an agent. */
import type { TaskState } from '../asl/model.ts';
import { edit } from './fix.ts';
import type { Fix, Intent } from './fix.ts';

const NAME = 'RuntimeSessionId';
const PATH = `${NAME}.$`;

/** Undefined where the parameters are not written out. */
export function newSession(state: TaskState): Fix | undefined {
  const isJsonata = state.queryLanguage === 'JSONata';
  const uuid = isJsonata ? '{% $uuid() %}' : 'States.UUID()';
  const edits = state.queryLanguage === 'unknown' ? undefined : setId(state, isJsonata ? NAME : PATH, uuid);
  return edits && { title: `Set ${NAME} to ${uuid}`, safety: 'unsafe', edits };
}

function setId({ arguments: template }: TaskState, wanted: string, uuid: string): readonly Intent[] | undefined {
  if (template?.kind !== 'object' || template.isOpen) return undefined;
  const ids = template.entries.filter(({ key }) => key.value === NAME || key.value === PATH);
  const [id, ...others] = ids;
  if (others.length > 0) return undefined;
  if (id === undefined) return [edit.set(template, wanted, uuid)];
  const value = edit.set(template, id.key.value, uuid);
  return id.key.value === wanted ? [value] : [edit.rename(id.key, wanted), value];
}
