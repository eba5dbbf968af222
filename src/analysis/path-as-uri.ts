/**
 * Texts that a model call of CDK has twice, as path of the state and as URI of its input or output in S3. CDK writes them
 * so when one of its feature flags is switched off; nobody else has a reason to.
 */
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';

export interface PathAsUri {
  readonly what: 'input' | 'output';
  readonly uri: StringNode;
}

const PLACES = [
  { what: 'input', member: 'Input', path: 'InputPath' },
  { what: 'output', member: 'Output', path: 'OutputPath' },
] as const;

/** Those in the `Parameters` of a state. */
export function pathsAsUris(state: ObjectNode): readonly PathAsUri[] {
  return PLACES.flatMap(({ what, member, path }) => {
    const uri = uriIn(state.get('Parameters'), member);
    const own = state.get(path);
    const isSame = uri !== undefined && own?.kind === 'string' && own.value === uri.value && own.value.startsWith('$');
    return isSame ? [{ what, uri }] : [];
  });
}

function uriIn(parameters: Node | undefined, member: string): StringNode | undefined {
  const holder = parameters?.kind === 'object' ? parameters.get(member) : undefined;
  const uri = holder?.kind === 'object' ? holder.get('S3Uri') : undefined;
  return uri?.kind === 'string' ? uri : undefined;
}
