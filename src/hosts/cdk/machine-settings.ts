/** Logging and tracing of a `StateMachine`, from its options `logs` and `tracingEnabled`. */
import { arrayNode } from '../../tree/node.ts';
import type { Node, ObjectNode, Place } from '../../tree/node.ts';
import { ObjectOptionSyntax } from './edit/object-option-syntax.ts';
import { enumOption, plainOption } from './edit/option-writers.ts';
import { OptionsSyntax } from './edit/options-syntax.ts';
import { Fields } from './fields.ts';
import { addedNode, unknownAt, valueNode } from './nodes.ts';
import { Props } from './state.ts';

/** `call` is the one that makes the machine; absent where its class takes options of its own. */
export function tracingNode(props: Props, call: Place | undefined): ObjectNode | undefined {
  const tracing = props.member('tracingEnabled');
  if (tracing === undefined) return undefined;
  const fields = new Fields();
  fields.add('Enabled', tracing.key.place, valueNode(tracing.value));
  fields.writers.set('Enabled', { option: 'tracingEnabled', write: plainOption });
  if (call !== undefined) fields.syntax = new OptionsSyntax(call, 2, fields.writers);
  return fields.node(tracing.value.place);
}

const LEVEL = enumOption('aws-stepfunctions.LogLevel');

export function loggingNode(props: Props): ObjectNode | undefined {
  const member = props.member('logs');
  if (member === undefined) return undefined;
  const logs = new Props(member.value);
  const { place } = member.value;
  const fields = new Fields();
  fields.isOpen = logs.isOpen;
  if (logs.member('level') !== undefined) fields.option(logs, 'level', 'Level', valueNode, LEVEL);
  else fields.add('Level', place, logs.isOpen ? unknownAt(place, 'a level') : addedNode('ERROR', place));
  fields.option(logs, 'includeExecutionData', 'IncludeExecutionData');
  const destination = logs.member('destination');
  if (destination !== undefined) {
    const at = destination.value.place;
    fields.add('Destinations', destination.key.place, arrayNode(at, [logGroup(at)]));
  }
  fields.syntax = new ObjectOptionSyntax(fields.writers);
  return fields.node(place);
}

function logGroup(place: Place): Node {
  return unknownAt(place, 'a log group');
}
