/**
 * Notes, while a program runs, what it does to its functions after they are made: variables that it adds, and every use
 * that may change a function out of sight.
 */
import type { MadeValue, Value } from './values.ts';

export interface FunctionChange {
  /** Names and values that `addEnvironment` was given. */
  readonly environment: readonly (readonly [name: Value, value: Value])[];
  /** Whether there may be other variables than the program is seen to set. */
  readonly environmentIsOpen: boolean;
  /** Whether any property may be another than the options say. */
  readonly isOpen: boolean;
}

interface History {
  readonly environment: (readonly [Value, Value])[];
  environmentIsOpen: boolean;
  isOpen: boolean;
  /** The level of certainty at which it was made. */
  readonly born: number;
}

const FUNCTION_CLASS =
  /^(?:aws-lambda\.(?:Function|DockerImageFunction|CfnFunction)|aws-lambda-nodejs\.NodejsFunction|aws-lambda-python\.PythonFunction|aws-lambda-go\.GoFunction)$/;

/** What a function may be asked for and stays as it is. */
const HARMLESS =
  /^(?:metric\w*|grant\w*|addToRolePolicy|addPermission|addEventSource(?:Mapping)?|addAlias|addFunctionUrl|configureAsyncInvoke|applyRemovalPolicy|considerWarningOnInvokeFunctionPermissions|toString)$/;

/** What the node of a construct in the tree may be asked for without a way to the resource behind it. */
const HARMLESS_OF_NODE =
  /^(?:addDependency|addMetadata|addValidation|getContext|tryGetContext|setContext|id|path|addr|scope|root)$/;

export class FunctionChanges {
  readonly #histories = new Map<MadeValue, History>();
  #isAllSeen = true;

  made(value: MadeValue, level: number): void {
    this.#histories.set(value, { environment: [], environmentIsOpen: false, isOpen: false, born: level });
  }

  calledOn(object: Value, name: string, given: readonly Value[], level: number): void {
    const node = ownerOfNode(object);
    if (node !== undefined && !HARMLESS_OF_NODE.test(name)) this.#open(node);
    const history = isFunction(object) ? this.#histories.get(object) : undefined;
    if (history === undefined || HARMLESS.test(name)) return;
    const [key, value] = given;
    if (name !== 'addEnvironment' || key === undefined || value === undefined) history.isOpen = true;
    else if (level > history.born) history.environmentIsOpen = true;
    else history.environment.push([key, value]);
  }

  /** A member of something is read: the resource behind a function may be changed by way of its node. */
  read(object: Value, name: string): void {
    const owner = ownerOfNode(object);
    if (owner !== undefined && !HARMLESS_OF_NODE.test(name)) this.#open(owner);
  }

  /** A value is handed to code that cannot be followed. */
  escaped(value: Value): void {
    for (const one of functionsIn(value)) this.#open(one);
  }

  /** A part of the program is not seen, or looks for constructs by itself. */
  unseen(): void {
    this.#isAllSeen = false;
  }

  of(made: MadeValue): FunctionChange {
    const { environment, environmentIsOpen, isOpen } = this.#histories.get(made) ?? UNSEEN;
    return { environment, environmentIsOpen, isOpen: isOpen || !this.#isAllSeen };
  }

  #open(made: MadeValue): void {
    const history = this.#histories.get(made);
    if (history !== undefined) history.isOpen = true;
  }
}

const UNSEEN: FunctionChange = { environment: [], environmentIsOpen: true, isOpen: true };

export function isFunction(value: Value): value is MadeValue {
  return value.kind === 'made' && value.isNew && FUNCTION_CLASS.test(value.path);
}

/** `fn` of `fn.node`. */
function ownerOfNode(value: Value): MadeValue | undefined {
  if (value.kind !== 'unknown' || value.attribute !== 'node' || value.owner === undefined) return undefined;
  return isFunction(value.owner) ? value.owner : undefined;
}

const MAX_DEPTH = 6;

function functionsIn(value: Value, depth = 0): readonly MadeValue[] {
  const own = functionOf(value);
  if (own !== undefined) return [own];
  if (depth > MAX_DEPTH) return [];
  switch (value.kind) {
    case 'record':
      return [...value.members.values()].flatMap((member) => functionsIn(member.value, depth + 1));
    case 'list':
      return value.items.flatMap((item) => functionsIn(item, depth + 1));
    case 'made':
      return value.isNew ? [] : value.arguments.flatMap((argument) => functionsIn(argument, depth + 1));
    default:
      return [];
  }
}

/** The function that a value is, or that can be changed by way of it. */
function functionOf(value: Value): MadeValue | undefined {
  return isFunction(value) ? value : ownerOfNode(value);
}
