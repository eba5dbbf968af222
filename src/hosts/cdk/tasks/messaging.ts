/** Tasks that send messages and events, and plan them. */
import { objectNode } from '../../../tree/node.ts';
import type { Entry } from '../../../tree/node.ts';
import { isJsonPath } from '../json-path.ts';
import { plainText } from '../map-fields.ts';
import { addedNode, keyNode, unknownAt } from '../nodes.ts';
import { Props } from '../state.ts';
import { truthOf } from '../values.ts';
import type { Value } from '../values.ts';
import {
  added,
  attribute,
  computed,
  duration,
  each,
  input,
  opaque,
  option,
  optionOr,
  parameterEntry,
  service,
} from './parameters.ts';
import type { Rule, TaskClass, TaskView } from './parameters.ts';

const messageAttributes: Rule = (name, view) => {
  const member = view.props.member('messageAttributes');
  if (member === undefined) return undefined;
  const { key, value } = member;
  if (value.kind !== 'record') return { key: keyNode(name, key.place), value: unknownAt(value.place, 'attributes') };
  const entries = [...value.members].map(([own, given]): Entry => ({
    key: keyNode(own, given.key.place),
    value: messageAttribute(given.value, view),
  }));
  return { key: keyNode(name, key.place), value: objectNode(value.place, entries, undefined, value.isOpen) };
};

function messageAttribute(value: Value, view: TaskView): Entry['value'] {
  const props = new Props(value);
  const held = props.member('value');
  const type = props.get('dataType') === undefined ? typeOf(held?.value) : plainText(props.get('dataType'));
  if (held === undefined || type === undefined || props.isOpen) return unknownAt(value.place, 'an attribute');
  const entry = attributeText(held.value, held.key.place, type, view);
  if (entry === undefined) return unknownAt(value.place, 'an attribute');
  return objectNode(value.place, [
    { key: keyNode('DataType', value.place), value: addedNode(type, value.place) },
    entry,
  ]);
}

function typeOf(value: Value | undefined): string | undefined {
  if (value?.kind === 'text') return 'String';
  return value?.kind === 'number' ? 'Number' : undefined;
}

function attributeText(value: Value, place: Value['place'], type: string, view: TaskView): Entry | undefined {
  if (type === 'Binary') return undefined;
  if (value.kind === 'number')
    return { key: keyNode('StringValue', place), value: addedNode(String(value.value), value.place) };
  return value.kind === 'text' || isJsonPath(value) ? parameterEntry('StringValue', place, value, view) : undefined;
}

const messageStructure: Rule = (name, { props }) => {
  const member = props.member('messagePerSubscriptionType');
  if (member === undefined) return undefined;
  const truth = truthOf(member.value);
  if (truth === false) return undefined;
  const value =
    truth === undefined ? unknownAt(member.value.place, 'a structure', true) : addedNode('json', member.value.place);
  return { key: keyNode(name, member.key.place), value };
};

const enabled: Rule = (name, view) => {
  const value = view.props.get('enabled');
  const truth = value === undefined ? (view.props.isOpen ? undefined : true) : truthOf(value);
  return truth === undefined
    ? computed('whether it is enabled')(name, view)
    : added(truth ? 'ENABLED' : 'DISABLED')(name, view);
};

export const MESSAGING_TASKS: Readonly<Record<string, TaskClass>> = {
  SnsPublish: {
    resource: service('sns:publish'),
    parameters: {
      TopicArn: attribute('topic', 'topicArn'),
      Message: input('message'),
      MessageDeduplicationId: option('messageDeduplicationId'),
      MessageGroupId: option('messageGroupId'),
      MessageStructure: messageStructure,
      MessageAttributes: messageAttributes,
      Subject: option('subject'),
    },
  },
  SqsSendMessage: {
    resource: service('sqs:sendMessage'),
    parameters: {
      QueueUrl: attribute('queue', 'queueUrl'),
      MessageBody: input('messageBody'),
      DelaySeconds: duration('delay', 'seconds'),
      MessageDeduplicationId: option('messageDeduplicationId'),
      MessageGroupId: option('messageGroupId'),
    },
  },
  EventBridgePutEvents: {
    resource: service('events:putEvents'),
    parameters: {
      Entries: each('entries', {
        Detail: input('detail'),
        DetailType: option('detailType'),
        EventBusName: attribute('eventBus', 'eventBusArn'),
        Source: option('source'),
      }),
    },
  },
  EventBridgeSchedulerCreateScheduleTask: {
    resource: service('aws-sdk:scheduler:createSchedule'),
    parameters: {
      ActionAfterCompletion: optionOr('actionAfterCompletion', 'NONE'),
      ClientToken: option('clientToken'),
      Description: option('description'),
      EndDate: opaque('endDate'),
      FlexibleTimeWindow: computed('a time window'),
      GroupName: option('groupName'),
      KmsKeyArn: opaque('kmsKey'),
      Name: option('scheduleName'),
      ScheduleExpression: opaque('schedule'),
      ScheduleExpressionTimezone: option('timezone'),
      StartDate: opaque('startDate'),
      State: enabled,
      Target: opaque('target'),
    },
  },
};
