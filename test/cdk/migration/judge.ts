/**
 * What a migrated app must come to: the definitions and rights that the migration of its synthesised template comes to.
 * Two differences are CDK's own and allowed: a foundation model named by its ARN, and the retrier or catcher of all errors
 * put last.
 */
import { isObject, listOf, plain } from './template.ts';
import type { Data, DataObject, Right } from './template.ts';

const FOUNDATION_MODEL =
  /^arn:(?:aws|\$\{AWS::Partition\}):bedrock:(?:[a-z\d-]+|\$\{AWS::Region\})::foundation-model\/(.+)$/;

/** A definition as CDK makes it, in the terms of the expected one. */
export function inTermsOf(expected: Data | undefined, made: Data, key = ''): Data {
  if (Array.isArray(made)) {
    const others = Array.isArray(expected) ? (expected as readonly Data[]) : [];
    return (made as readonly Data[]).map((item, i) => inTermsOf(others[i], item));
  }
  if (isObject(made)) {
    const other = isObject(expected) ? expected : {};
    const isInvocation = made.Resource === 'arn:aws:states:::bedrock:invokeModel';
    return Object.fromEntries(
      Object.entries(made).map(([name, value]) => [
        name,
        inTermsOf(other[name], value, isInvocation && name === 'Arguments' ? 'model call' : modelKey(key, name)),
      ]),
    );
  }
  if (key !== 'model id' || typeof made !== 'string') return made;
  const id = FOUNDATION_MODEL.exec(made)?.[1];
  return id !== undefined && id === expected ? id : made;
}

function modelKey(key: string, name: string): string {
  return key === 'model call' && name === 'ModelId' ? 'model id' : '';
}

/** With the retrier and the catcher of all errors behind the others. */
export function inOrderOfCdk(value: Data): Data {
  if (Array.isArray(value)) return (value as readonly Data[]).map(inOrderOfCdk);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const inner = inOrderOfCdk(member);
      if ((name !== 'Retry' && name !== 'Catch') || !Array.isArray(inner)) return [name, inner];
      const entries = inner as readonly Data[];
      return [name, [...entries.filter((one) => !isForAll(one)), ...entries.filter(isForAll)]];
    }),
  );
}

function isForAll(entry: Data): boolean {
  return isObject(entry) && listOf(entry.ErrorEquals).includes('States.ALL');
}

/** The task states of a definition and of all within it, by name. */
export function tasksIn(definition: Data): ReadonlyMap<string, DataObject> {
  const found = new Map<string, DataObject>();
  const waiting: Data[] = [definition];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) waiting.push(...(value as readonly Data[]));
    else if (isObject(value)) {
      for (const [name, state] of Object.entries(isObject(value.States) ? value.States : {}))
        if (isObject(state) && state.Type === 'Task') found.set(name, state);
      waiting.push(...Object.values(value));
    }
  }
  return found;
}

/** Names of the tasks that are other ones afterwards. */
export function changedTasks(before: Data, after: Data): readonly string[] {
  const news = tasksIn(after);
  return [...tasksIn(before)].flatMap(([name, task]) =>
    JSON.stringify(sorted(task)) === JSON.stringify(sorted(news.get(name) ?? null)) ? [] : [name],
  );
}

function sorted(value: Data): Data {
  if (Array.isArray(value)) return (value as readonly Data[]).map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

// ---- rights -------------------------------------------------------------------------------------------------------

export interface RightsDifference {
  /** What the machine of the app may do that the other may not. */
  readonly widened: readonly Right[];
  /** What it may not do with models that the other may. */
  readonly lost: readonly Right[];
}

/**
 * `BedrockInvokeModel` grants a right for its own model, which is less than one for several models and as good. Where the
 * machine makes other calls that need that right, it is to be there.
 */
export function differenceOfRights(
  expected: readonly Right[],
  made: readonly Right[],
  definition: Data,
): RightsDifference {
  const calls = [...tasksIn(definition).values()].filter(({ Resource }) => /bedrock/i.test(plain(Resource)));
  const models = calls.map(({ Resource, Arguments }) =>
    Resource === 'arn:aws:states:::bedrock:invokeModel' && isObject(Arguments) ? plain(Arguments.ModelId) : '',
  );
  const granted = made.filter(({ effect, action }) => effect === 'Allow' && action === 'bedrock:InvokeModel');
  const hasOwn =
    models.length > 0 &&
    models.every((model) => granted.some(({ resource }) => inOnePartition(resource) === inOnePartition(model)));
  const isNarrowed = ({ effect, action }: Right): boolean =>
    hasOwn && effect === 'Allow' && action === 'bedrock:InvokeModel';
  const isOfModels = ({ action }: Right): boolean => action.startsWith('bedrock');
  const isMade = (right: Right): boolean => made.some((other) => covers(other, right));
  return {
    widened: made.filter((right) => !expected.some((other) => covers(other, right))),
    lost: expected.filter((right) => isOfModels(right) && !isMade(right) && !isNarrowed(right)),
  };
}

function covers(wide: Right, narrow: Right): boolean {
  const isSame = wide.effect === narrow.effect && wide.action === narrow.action && wide.condition === narrow.condition;
  return isSame && patternOf(wide.resource).test(inOnePartition(narrow.resource));
}

const inOnePartition = (arn: string): string => arn.replace('${AWS::Partition}', 'aws');

function patternOf(resource: string): RegExp {
  const parts = inOnePartition(resource).split('*');
  return new RegExp(`^${parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
}
