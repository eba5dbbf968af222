/**
 * Notes, while a program runs, what it gives the roles of its machines and functions beside what these bring by themselves:
 * statements that are added to a role, and every use of a role that may give it more than is seen.
 *
 * Limits: a statement counts wherever it is added, also from within code that may not run. What another program does with
 * a machine that this one hands out is not seen.
 */
import { isFunction } from './function-changes.ts';
import type { MadeValue, Value } from './values.ts';

interface Given {
  readonly statements: Value[];
  /** Managed policies that were added. */
  readonly managed: Value[];
  /** Whether nothing but the statements was given. */
  isWhole: boolean;
  /** Whether a statement was given by code that may not run. */
  hasDoubtful: boolean;
}

export interface GivenRights {
  readonly statements: readonly Value[];
  readonly isWhole: boolean;
}

const MACHINE = 'aws-stepfunctions.StateMachine';
const ROLE = 'aws-iam.Role';

/** Ways to add a statement to a role, or to the role of a machine. */
const ADDS_STATEMENT: ReadonlySet<string> = new Set(['addToRolePolicy', 'addToPolicy', 'addToPrincipalPolicy']);

/** What a machine or a role may be asked for without getting a right by it. */
const HARMLESS =
  /^(?:metric\w*|grant(?:StartExecution|StartSyncExecution|RedriveExecution|Read|Execution|TaskResponse|PassRole|AssumeRole)|applyRemovalPolicy|toString)$/;

/** What a function may be asked for besides: sources of events give it rights to data. */
const HARMLESS_OF_FUNCTION =
  /^(?:grantInvoke\w*|add(?:Permission|EventSource|EventSourceMapping|Environment|Alias|FunctionUrl|Layers)|configureAsyncInvoke)$/;

/** Rights to services that hold data and pass messages, by the names that only these give them. */
const DATA_GRANT =
  /^grant(?:Read|Write|ReadWrite|ReadData|WriteData|ReadWriteData|StreamRead|FullAccess|Put|PutAcl|Delete|SendMessages|ConsumeMessages|Publish|Subscribe|Encrypt|Decrypt|EncryptDecrypt|StartExecution|StartSyncExecution|TaskResponse|Pull|PullPush|DataApiAccess|Connect|SendEmail)$/;

/** Libraries whose `grant…` gives nothing but the use of what they make. */
const DATA_LIBRARY =
  /^aws-(?:lambda|lambda-nodejs|lambda-python|s3|dynamodb|sqs|sns|kms|logs|secretsmanager|ssm|ecr|kinesis|rds|stepfunctions)\./;

const GIVES = /^(?:grant|addToRolePolicy$|addToPolicy$|addToPrincipalPolicy$|attach|addManagedPolicy$)/;

/** Attributes of a machine or a role by which it is given rights. */
const HANDLES: ReadonlySet<string> = new Set(['role', 'grantPrincipal', 'roleName', 'principalAccount']);

const MAX_DEPTH = 6;

export class Rights {
  readonly #given = new Map<MadeValue, Given>();
  readonly #stray: Given = { statements: [], managed: [], isWhole: true, hasDoubtful: false };
  readonly #changed = new Set<MadeValue>();
  #isBounded = false;

  /** A method is called on something that the program does not hold the code of. */
  calledOn(object: Value, name: string, given: readonly Value[], level: number): void {
    if (object.kind === 'made' && /^aws-iam\.Policy(?:Statement|Document)(?:\.fromJson)?$/.test(object.path)) {
      this.#changed.add(object);
    }
    const owner = principalOf(object);
    if (owner !== undefined && level > 0) this.#of(owner).hasDoubtful = true;
    if (owner !== undefined) this.#calledOnPrincipal(owner, name, given);
    else if (object.kind === 'unknown' || object.kind === 'made') this.#calledOnOther(object, name, given);
  }

  #calledOnPrincipal(owner: MadeValue, name: string, given: readonly Value[]): void {
    const [statement] = given;
    if (ADDS_STATEMENT.has(name) && statement !== undefined) this.#of(owner).statements.push(statement);
    else if (name === 'addManagedPolicy' && statement !== undefined) this.#of(owner).managed.push(statement);
    else if (!HARMLESS.test(name) && !(isFunction(owner) && HARMLESS_OF_FUNCTION.test(name))) {
      this.#of(owner).isWhole = false;
    }
  }

  #calledOnOther(object: Value, name: string, given: readonly Value[]): void {
    const isOfData = givesData(name) || (object.kind === 'made' && DATA_LIBRARY.test(object.path));
    if (isOfData) return;
    const isGift = GIVES.test(name);
    for (const principal of given.flatMap((value) => principalsIn(value))) this.#of(principal).isWhole = false;
    if (!isGift || object.kind !== 'unknown') return;
    const [first] = given;
    if (ADDS_STATEMENT.has(name) && first !== undefined) this.#stray.statements.push(first);
    else if (given.length === 0 || given.some(({ kind }) => kind === 'unknown')) this.#stray.isWhole = false;
  }

  /** A function or a class of a library is called. */
  called(path: string, given: readonly Value[]): void {
    if (!path.startsWith('aws-iam.')) return;
    for (const principal of given.flatMap((value) => principalsIn(value))) this.#of(principal).isWhole = false;
  }

  /** A value is handed to code that cannot be followed. */
  escaped(value: Value): void {
    for (const principal of principalsIn(value)) this.#of(principal).isWhole = false;
  }

  /** A part of the program is not seen: it may give any role anything. */
  unseen(): void {
    this.#stray.isWhole = false;
  }

  /** Something else narrows what roles may do. */
  bounded(): void {
    this.#isBounded = true;
  }

  /** Whether a statement or a document is as it was made. */
  isAsMade(value: MadeValue): boolean {
    return !this.#changed.has(value);
  }

  /** What a role was given, and what was given to a role that is not known. */
  of(principals: ReadonlySet<MadeValue>): GivenRights {
    const all = [this.#stray, ...Array.from(principals, (principal) => this.#of(principal))];
    return {
      statements: all.flatMap(({ statements }) => statements),
      isWhole: all.every(({ isWhole, managed }) => isWhole && managed.length === 0),
    };
  }

  /** What roles were given for certain: nothing that was given to a role that is not known. */
  certainOf(principals: ReadonlySet<MadeValue>): GivenRights & { readonly managed: readonly Value[] } {
    const all = Array.from(principals, (principal) => this.#of(principal));
    return {
      statements: all.flatMap(({ statements }) => statements),
      managed: all.flatMap(({ managed }) => managed),
      isWhole:
        this.#stray.isWhole && !this.#isBounded && all.every(({ isWhole, hasDoubtful }) => isWhole && !hasDoubtful),
    };
  }

  #of(principal: MadeValue): Given {
    const known = this.#given.get(principal);
    if (known !== undefined) return known;
    const made: Given = { statements: [], managed: [], isWhole: true, hasDoubtful: false };
    this.#given.set(principal, made);
    return made;
  }
}

/** Whether a method gives rights to data only, whatever it is called on. */
export function givesData(name: string): boolean {
  return DATA_GRANT.test(name);
}

function isPrincipal(value: Value): value is MadeValue {
  return (value.kind === 'made' && value.isNew && (value.path === MACHINE || value.path === ROLE)) || isFunction(value);
}

/** The machine or the role that a value is, or is a handle of. */
export function principalOf(value: Value): MadeValue | undefined {
  if (isPrincipal(value)) return value;
  if (value.kind !== 'unknown' || value.owner === undefined || !isPrincipal(value.owner)) return undefined;
  return HANDLES.has(value.attribute ?? '') ? value.owner : undefined;
}

/** A role that a value is, or is the ARN of. */
export function roleOf(value: Value): MadeValue | undefined {
  const role = value.kind === 'unknown' && value.attribute === 'roleArn' ? value.owner : value;
  return role?.kind === 'made' && role.isNew && role.path === ROLE ? role : undefined;
}

function principalsIn(value: Value, depth = 0): readonly MadeValue[] {
  const own = principalOf(value);
  if (own !== undefined) return [own];
  if (depth > MAX_DEPTH) return [];
  switch (value.kind) {
    case 'record':
      return [...value.members.values()].flatMap((member) => principalsIn(member.value, depth + 1));
    case 'list':
      return value.items.flatMap((item) => principalsIn(item, depth + 1));
    case 'made':
      return value.isNew ? [] : value.arguments.flatMap((argument) => principalsIn(argument, depth + 1));
    default:
      return [];
  }
}
