/**
 * What is wrong with a constant `Resource` as an ARN. Whether the integration that it names exists is told elsewhere.
 * Regions and account ids are not judged: samples have `REGION` and `ACCOUNT_ID` there.
 */
import { PARTITIONS } from '../aws/partitions.ts';
import { isJsonata } from './payload.ts';

export type ResourceFault =
  | { readonly kind: 'expression' | 'notArn' | 'uri' | 'incomplete' | 'noIntegration' }
  | { readonly kind: 'partition' | 'service' | 'states' | 'lambda'; readonly part: string }
  /** `suffix` is what asks a function by its ARN to wait. */
  | { readonly kind: 'function'; readonly part: string; readonly suffix: string };

/** Texts that some other tool or a person fills in before the definition is used. */
const STAND_IN = /[<>{}%#@[\]]|\.\.\.|…/;

const EXPRESSION = /^(?:\$\$?[.[]|\$\w*$|States\.\w+\()/;
const SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]*:\S/;
const ARN = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.+)$/s;

export function resourceFault(text: string): ResourceFault | undefined {
  if (isJsonata(text) || EXPRESSION.test(text)) return { kind: 'expression' };
  if (STAND_IN.test(text)) return undefined;
  if (!text.startsWith('arn:')) return { kind: SCHEME.test(text) ? 'uri' : 'notArn' };
  const parts = ARN.exec(text);
  if (parts === null) return { kind: 'incomplete' };
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  if (!PARTITIONS.includes(partition)) return { kind: 'partition', part: partition };
  if (service === 'states') return statesFault(region + account, resource);
  return service === 'lambda' ? lambdaFault(resource) : { kind: 'service', part: service };
}

/** Resources of Step Functions that no Task calls by their ARN. */
const NOT_CALLED = /^(?:stateMachine|execution|express|mapRun|task):/;

/** Integrations have neither region nor account; published samples have some with both, so these are not judged. */
function statesFault(owner: string, resource: string): ResourceFault | undefined {
  if (owner === '') return isIntegration(resource) ? undefined : { kind: 'noIntegration' };
  return NOT_CALLED.test(resource) ? { kind: 'states', part: resource } : undefined;
}

function isIntegration(resource: string): boolean {
  const parts = resource.replace(/\.sync:2$/, '').split(':');
  return parts.length === (parts[0] === 'aws-sdk' ? 3 : 2) && !parts.includes('');
}

/** A name, then perhaps a version, an alias or `$LATEST`. */
const FUNCTION = /^function:[\w-]+(?::(?:\$LATEST|[\w-]+))?$/;
const WAITING = /\.(?:sync(?::2)?|waitForTaskToken)$/;

function lambdaFault(resource: string): ResourceFault | undefined {
  if (!resource.startsWith('function:')) return { kind: 'lambda', part: resource };
  if (FUNCTION.test(resource)) return undefined;
  return { kind: 'function', part: resource.slice('function:'.length), suffix: WAITING.exec(resource)?.[0] ?? '' };
}
