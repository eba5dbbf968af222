/**
 * The words in which the task tables say how options become parameters. A rule gives the entry of one parameter, none
 * when its options are not set, or an unknown one when what CDK writes is not followed.
 */
import { objectNode } from '../../../tree/node.ts';
import type { Entry, Node, Place } from '../../../tree/node.ts';
import { durationNode } from '../durations.ts';
import type { Evaluator } from '../evaluator.ts';
import { fieldEntry } from '../fields.ts';
import { isJsonPath } from '../json-path.ts';
import { addedNode, keyNode, unknownAt, valueNode } from '../nodes.ts';
import { Props } from '../state.ts';
import { inputEntry, inputNode, inputOf } from '../task-input.ts';
import type { Value } from '../values.ts';

export type Pattern = 'REQUEST_RESPONSE' | 'RUN_JOB' | 'WAIT_FOR_TASK_TOKEN';

/** What a task was made with. */
export interface TaskView {
  readonly props: Props;
  readonly callee: Place;
  readonly id: Value;
  readonly isJsonata: boolean;
  /** Undefined when it is not known. */
  readonly pattern: Pattern | undefined;
  readonly ev: Evaluator;
}

export type Rule = (name: string, view: TaskView) => Entry | undefined;
export type Rules = Readonly<Record<string, Rule>>;

export interface TaskClass {
  readonly resource: (view: TaskView) => Node;
  readonly parameters?: Rules;
  /** The entries for all parameters together, for a class that does not write an object of its own. */
  readonly whole?: (view: TaskView) => readonly Entry[];
  /** The option that is the object of parameters itself. */
  readonly parametersOption?: string;
  readonly pattern?: Pattern;
  /** `timeout` is a parameter of the call, not a field of the state. */
  readonly takesTimeout?: boolean;
  /** It writes retriers for errors of the service that runs functions. */
  readonly retriesService?: boolean;
  /** Without parameters the field is left out. */
  readonly mayBeEmpty?: boolean;
  /** There may be parameters that no rule stands for. */
  readonly isOpen?: boolean;
}

const SUFFIXES: Readonly<Record<Pattern, string>> = {
  REQUEST_RESPONSE: '',
  RUN_JOB: '.sync',
  WAIT_FOR_TASK_TOKEN: '.waitForTaskToken',
};

/** `sns:publish` with the suffix of its pattern. `job` is the suffix of a job that is waited for. */
export function service(call: string, job = '.sync'): TaskClass['resource'] {
  return (view) => resourceNode(call, view, job);
}

export function resourceNode(call: string, { pattern, callee, props }: TaskView, job = '.sync'): Node {
  const place = props.get('integrationPattern')?.place ?? callee;
  const suffix = pattern === 'RUN_JOB' ? job : pattern === undefined ? '${pattern}' : SUFFIXES[pattern];
  return addedNode(`arn:\${AWS::Partition}:states:::${call}${suffix}`, pattern === undefined ? place : callee);
}

/** The attribute of a resource as the resource of the state. */
export function attributeResource(option: string, attribute: string): TaskClass['resource'] {
  return (view) => {
    const value = view.props.get(option);
    return (value === undefined ? undefined : attributeNode(value, attribute, view)) ?? unknownAt(view.callee, option);
  };
}

export function computedResource(why: string): TaskClass['resource'] {
  return ({ callee }) => unknownAt(callee, why);
}

export function parameterEntries(rules: Rules, view: TaskView): readonly Entry[] {
  return Object.entries(rules).flatMap(([name, rule]) => rule(name, view) ?? []);
}

function entry(name: string, place: Place, value: Node | undefined): Entry | undefined {
  return value === undefined ? undefined : { key: keyNode(name, place), value };
}

/** In an object of parameters: a path is written under `name.$`, in JSONata it is a text like any other. */
export function parameterEntry(name: string, place: Place, value: Value, view: TaskView): Entry | undefined {
  return view.isJsonata ? entry(name, place, valueNode(value)) : fieldEntry(name, place, value);
}

/** An option as it is. */
export function option(from: string): Rule {
  return (name, view) => {
    const member = view.props.member(from);
    return member === undefined ? undefined : parameterEntry(name, member.key.place, member.value, view);
  };
}

/** An attribute of the resource that an option holds. */
export function attribute(from: string, of: string): Rule {
  return (name, view) => {
    const member = view.props.member(from);
    return member === undefined ? undefined : entry(name, member.key.place, attributeNode(member.value, of, view));
  };
}

function attributeNode(value: Value, of: string, { ev }: TaskView): Node | undefined {
  const held = ev.readMember(value, of, value.place);
  // Whatever the resource is, it has the attribute.
  return valueNode(held.kind === 'unknown' ? { ...held, isPresent: true, place: value.place } : held);
}

/** A `TaskInput`. */
export function input(from: string): Rule {
  return (name, view) => {
    const member = view.props.member(from);
    if (member === undefined) return undefined;
    const { key, value } = member;
    return view.isJsonata ? entry(name, key.place, inputNode(value)) : inputEntry(name, key.place, value);
  };
}

/** A `TaskInput`, or all of the input of the state when there is none. */
export function inputOrAll(from: string, all: string): Rule {
  return (name, view) => {
    const given = input(from)(name, view);
    if (given !== undefined) return given;
    const { callee, isJsonata, props } = view;
    if (props.isOpen) return entry(name, callee, unknownAt(callee, from, true));
    return isJsonata ? entry(name, callee, addedNode(all, callee)) : entry(`${name}.$`, callee, addedNode('$', callee));
  };
}

export function added(value: string | number | boolean): Rule {
  return (name, { callee }) => entry(name, callee, addedNode(value, callee));
}

/** The option, else what CDK takes without it. */
export function optionOr(from: string, fallback: string | number | boolean): Rule {
  return (name, view) => {
    const { callee, props } = view;
    if (props.member(from) !== undefined) return option(from)(name, view);
    return entry(name, callee, props.isOpen ? unknownAt(callee, from, true) : addedNode(fallback, callee));
  };
}

export function duration(from: string, unit: 'seconds' | 'minutes'): Rule {
  return (name, { props }) => {
    const member = props.member(from);
    return member === undefined ? undefined : entry(name, member.key.place, durationNode(member.value, unit));
  };
}

/** What CDK writes for these options is not followed: known to be there when one of them is. */
export function opaque(...from: readonly string[]): Rule {
  return (name, { props, callee }) => {
    const member = from.map((one) => props.member(one)).find((one) => one !== undefined);
    if (member !== undefined)
      return entry(name, member.key.place, unknownAt(member.value.place, `result of ${from[0] ?? name}`, true));
    return props.isOpen ? entry(name, callee, unknownAt(callee, name, true)) : undefined;
  };
}

/** A value that CDK always works out by itself. */
export function computed(why: string): Rule {
  return (name, { callee }) => entry(name, callee, unknownAt(callee, why, true));
}

/** An object of further parameters; left out when none of them is set. */
export function nested(rules: Rules, isAlways = false): Rule {
  return (name, view) => {
    const entries = parameterEntries(rules, view);
    if (entries.length === 0 && !isAlways) return undefined;
    return entry(name, view.callee, objectNode(view.callee, entries, undefined, view.props.isOpen));
  };
}

/** The options in an object that an option holds. */
export function within(from: string, rules: Rules, isAlways = false): Rule {
  return (name, view) => {
    const member = view.props.member(from);
    if (member === undefined) return undefined;
    const inner = { ...view, props: new Props(member.value) };
    if (inner.props.isOpen) return entry(name, member.key.place, unknownAt(member.value.place, from));
    const entries = parameterEntries(rules, inner);
    if (entries.length === 0 && !isAlways) return undefined;
    return entry(name, member.key.place, objectNode(member.value.place, entries));
  };
}

/** Each item of a list that an option holds, as an object of its own. */
export function each(from: string, rules: Rules): Rule {
  return (name, view) => {
    const member = view.props.member(from);
    if (member === undefined) return undefined;
    const { value, key } = member;
    if (value.kind !== 'list' || value.isOpen) return entry(name, key.place, unknownAt(value.place, from));
    const items = value.items.map((item) => {
      const inner = { ...view, props: new Props(item) };
      return objectNode(item.place, parameterEntries(rules, inner), undefined, inner.props.isOpen);
    });
    return entry(name, key.place, { kind: 'array', ...placeOnly(value.place), items });
  };
}

function placeOnly({ layer, start, end }: Place): Place {
  return { layer, start, end, anchor: undefined };
}

/** Whether an option is a path or an input that is one. */
export function isPathLike(value: Value | undefined): boolean {
  if (value === undefined) return false;
  return isJsonPath(value) || inputOf(value)?.isPath === true;
}
