/**
 * Which text is worth reading, and as what. A file in a walk counts when its name says that it is a definition, or
 * its text holds both `StartAt` and `States`, or a state-machine resource type. Content decides, the name only helps.
 */
import { isScriptPath } from '../text/script-path.ts';
import type { Node } from '../tree/node.ts';
import { CFN_STATE_MACHINE, SAM_STATE_MACHINE } from './template/template.ts';

const DEFINITION_NAME = /\.asl\.(?:jsonc?|ya?ml)$/i;
const YAML_NAME = /\.ya?ml$/i;
const JSON_NAME = /\.jsonc?$/i;

/** File names that a walk looks into. */
export const READABLE_NAME = /\.(?:jsonc?|ya?ml|template|asl)$|(?<!\.d)\.[cm]?[jt]sx?$/i;

/** Machines that unit tests make are never deployed. */
const TEST_NAME = /\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|[\\/])__tests__[\\/]/i;

export function isDefinitionName(path: string): boolean {
  return DEFINITION_NAME.test(path);
}

/** Whether a text may hold a state machine, judged without parsing. */
export function mayHoldStateMachine(path: string, text: string): boolean {
  if (isScriptPath(path)) return !TEST_NAME.test(path) && mentionsStepFunctions(text);
  return isDefinitionName(path) || mayBeTemplate(text) || (text.includes('StartAt') && text.includes('States'));
}

function mentionsStepFunctions(text: string): boolean {
  return text.includes('aws-stepfunctions') || text.includes('aws_stepfunctions');
}

/** Whether a script may make constructs that other scripts of the program declare. */
export function mayUseConstructs(text: string): boolean {
  return text.includes('aws-cdk-lib') || text.includes('@aws-cdk/core');
}

/** Whether a text may be a template that declares a state machine. */
export function mayBeTemplate(text: string): boolean {
  return text.includes(SAM_STATE_MACHINE) || text.includes(CFN_STATE_MACHINE);
}

/** The readers to try, in order: the text's first character tells JSON, and YAML holds JSON's brackets too. */
export function formatsOf(path: string, text: string): readonly ('json' | 'yaml')[] {
  const looksLikeJson = /^\uFEFF?\s*(?:[{[]|\/[/*])/.test(text.slice(0, 1000));
  if (JSON_NAME.test(path)) return ['json'];
  if (!looksLikeJson) return ['yaml'];
  return YAML_NAME.test(path) ? ['json', 'yaml'] : ['json'];
}

/** Whether a tree is a definition. A name or a reference vouches for half of one. */
export function isDefinition(root: Node, vouchedFor: boolean): boolean {
  if (root.kind !== 'object') return false;
  const hasStart = root.get('StartAt') !== undefined;
  const hasStates = root.get('States') !== undefined;
  return vouchedFor ? hasStart || hasStates : hasStart && hasStates;
}
