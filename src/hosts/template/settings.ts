/**
 * What a template sets on a state machine beside its definition: logging, tracing, tags, role, published versions.
 * Knows how SAM and CloudFormation spell each; values are left as they are written. Where a macro, an include or a loop
 * may set more than is written, it says so instead of guessing.
 */
import type { Node, ObjectNode, Resource } from '../../tree/node.ts';

export interface StateMachineSettings {
  readonly logging: Node | undefined;
  readonly tracing: Node | undefined;
  readonly tags: Node | undefined;
  readonly role: Node | undefined;
  readonly policies: Node | undefined;
  /** Whether deploying publishes a version; undefined when it cannot be told. */
  readonly publishesVersions: boolean | undefined;
  /** Whether properties may be set that are not written in the resource. */
  readonly isOpen: boolean;
  /** Everything that gives the role rights is seen, though more may be set on the machine. */
  readonly seesWholeRole?: true;
}

/** Reads a property, with what SAM's `Globals` gives. */
export type PropertyReader = (name: string) => Node | undefined;

const SPELLINGS = {
  sam: { logging: 'Logging', tracing: 'Tracing', role: 'Role' },
  cloudFormation: { logging: 'LoggingConfiguration', tracing: 'TracingConfiguration', role: 'RoleArn' },
} as const;

export function readSettings(
  property: PropertyReader,
  dialect: keyof typeof SPELLINGS,
  publishesVersions: boolean | undefined,
  isOpen: boolean,
): StateMachineSettings {
  const names = SPELLINGS[dialect];
  const alias = dialect === 'sam' && property('AutoPublishAlias') !== undefined;
  return {
    logging: property(names.logging),
    tracing: property(names.tracing),
    tags: property('Tags'),
    role: property(names.role),
    policies: dialect === 'sam' ? property('Policies') : undefined,
    publishesVersions: alias ? true : publishesVersions,
    isOpen,
  };
}

/** Macros of AWS that leave the properties of a state machine alone. */
const HARMLESS_TRANSFORM = /^AWS::(?:Serverless|LanguageExtensions|SecretsManager|CodeDeployBlueGreen)(?:-|$)/;

/** Whether the template as a whole may say more than is written: another macro, an include, or a loop of resources. */
export function mayHoldMore(root: ObjectNode): boolean {
  const transform = root.get('Transform');
  if (transform !== undefined && !isHarmless(transform)) return true;
  return root.entries.some(
    ({ key, value }) => isFunction(key.value) || (value.kind === 'object' && hasFunction(value)),
  );
}

function isHarmless(transform: Node): boolean {
  if (transform.kind === 'array') return transform.items.every(isHarmless);
  return transform.kind === 'string' && HARMLESS_TRANSFORM.test(transform.value);
}

/** Whether members of an object come from an include or a loop. */
export function hasFunction(node: ObjectNode): boolean {
  return node.isOpen || node.entries.some(({ key }) => isFunction(key.value));
}

function isFunction(name: string): boolean {
  return name === 'Fn::Transform' || name.startsWith('Fn::ForEach::');
}

const VERSION = 'AWS::StepFunctions::StateMachineVersion';
const ALIAS = 'AWS::StepFunctions::StateMachineAlias';

/** Which state machines of a template have a version published beside them. */
export class PublishedVersions {
  readonly #versioned = new Set<string>();
  #hasUnknown = false;

  constructor(resources: readonly Resource[]) {
    const versions = resources.filter(({ type }) => type === VERSION);
    for (const version of versions) {
      const machine = version.properties?.get('StateMachineArn');
      if (machine?.kind === 'unknown' && machine.reference !== undefined) {
        this.#versioned.add(machine.reference.resource.logicalId);
      } else this.#hasUnknown = true;
    }
    // An alias needs a version; one that is made elsewhere may be of any machine.
    if (versions.length === 0 && resources.some(({ type }) => type === ALIAS)) this.#hasUnknown = true;
  }

  of(logicalId: string): boolean | undefined {
    if (this.#versioned.has(logicalId)) return true;
    return this.#hasUnknown ? undefined : false;
  }
}
