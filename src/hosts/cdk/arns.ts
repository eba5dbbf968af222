/** ARNs that a stack puts together of their parts, by `formatArn` and `Arn.format`. Recorded from CDK 2.276. */
import type { Layer } from '../../text/layer.ts';
import type { Place } from '../../tree/node.ts';
import { libraryParent } from './classes.ts';
import { stackMember } from './library.ts';
import { Props } from './state.ts';
import { addedText, holeLayer, joinTexts, textLayerOf } from './texts.ts';
import type { TextValue, Value } from './values.ts';

/** What `stack.formatArn({…})` gives; undefined where that is not known. */
export function formattedArn(stack: Value, name: string, given: readonly Value[], place: Place): TextValue | undefined {
  return name === 'formatArn' && isStack(stack) ? arnOf(given[0], place) : undefined;
}

function isStack(value: Value): boolean {
  if (value.kind === 'instance') return libraryParent(value.of) === 'cdk.Stack';
  return value.kind === 'made' && (value.path === 'cdk.Stack.of' || value.path === 'cdk.Stack');
}

/** Where the separator stands before the name, by the format; the usual one is a slash. */
const SEPARATORS: Readonly<Record<string, string>> = {
  'cdk.ArnFormat.SLASH_RESOURCE_NAME': '/',
  'cdk.ArnFormat.COLON_RESOURCE_NAME': ':',
  'cdk.ArnFormat.NO_RESOURCE_NAME': '',
};

export function arnOf(components: Value | undefined, place: Place): TextValue | undefined {
  const props = new Props(components);
  if (props.isOpen || props.get('sep') !== undefined) return undefined;
  const format = props.get('arnFormat');
  const separator = format === undefined ? '/' : format.kind === 'library' ? SEPARATORS[format.path] : undefined;
  const service = props.get('service');
  const resource = props.get('resource');
  if (separator === undefined || service === undefined || resource === undefined) return undefined;
  const text = (plain: string): Layer => addedText(plain, place).layer;
  const ofStack = (member: string): Layer => {
    const own = props.get(member);
    return own === undefined ? holeLayer(stackMember(member) ?? member, place) : textLayerOf(own, place);
  };
  const name = props.get('resourceName');
  const layers = [
    text('arn:'),
    ofStack('partition'),
    text(':'),
    textLayerOf(service, place),
    text(':'),
    ofStack('region'),
    text(':'),
    ofStack('account'),
    text(':'),
    textLayerOf(resource, place),
    ...(name === undefined ? [] : [text(separator), textLayerOf(name, place)]),
  ];
  return joinTexts(layers, place);
}
