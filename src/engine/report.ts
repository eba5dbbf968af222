/** From what a rule reports to a diagnostic: text, place, owner, and the order of a report. */
import { statePath } from '../asl/model.ts';
import type { Declaration, Machine, State } from '../asl/model.ts';
import type { Report, RuleMeta, Target } from '../rules/rule.ts';
import type { Fix } from '../fixers/fix.ts';
import { lowerFix } from '../fixers/lower.ts';
import { writtenProperties } from '../fixers/template-resource.ts';
import { isRefusal } from '../text/layer.ts';
import type { HostSpan } from '../text/layer.ts';
import { spanOf, spanOfSlice } from '../tree/node.ts';
import type { Node, ObjectNode, Place } from '../tree/node.ts';
import { pointerTo } from '../tree/pointer.ts';
import type { Diagnostic, RelatedLocation } from './diagnostic.ts';
import type { ActiveRule, Whereabouts } from './selection.ts';

/** What a finding is about. */
export type Subject =
  | { readonly kind: 'state'; readonly state: State }
  | { readonly kind: 'machine'; readonly machine: Machine }
  | { readonly kind: 'declaration'; readonly declaration: Declaration };

type MessageData = Readonly<Record<string, string | number>>;

/** Undefined when the message is not part of this run. */
export function toDiagnostic(rule: ActiveRule, report: Report, subject: Subject): Diagnostic | undefined {
  const { meta } = rule.module;
  const message = meta.messages[report.message];
  if (message === undefined) throw new TypeError(`${meta.id} has no message ${report.message}`);
  const severity = rule.severityOf(message, rule.isOverridden ? whereaboutsOf(subject, report.at) : undefined);
  if (severity === undefined) return undefined;
  const data = report.data ?? {};
  return {
    rule: meta.id,
    severity,
    serviceCode: message.serviceCode,
    message: fill(message.text, data),
    help: message.help === undefined ? undefined : fill(message.help, data),
    ...(meta.hidesSource === true ? { hidesSource: true } : {}),
    primary: spanOfTarget(report.at),
    related: relatedOf(report, subject),
    ...ownerOf(subject),
    anchor: anchorSpanOf(placeOf(report.at)),
    declaredAt: declaredAtOf(subject),
    pointer: pointerOf(placeOf(report.at), subject),
    data,
    ...fixOf(report, subject),
  };
}

/** Where a subject is, for what a configuration overrides; a finding is in the file that it points at. */
export function whereaboutsOf(subject: Subject, target?: Target): Whereabouts {
  const { machine, statePath: outer, state } = ownerOf(subject);
  const place = target === undefined ? placeOfSubject(subject) : spanOfTarget(target);
  const states = state === undefined ? outer : [...outer, state];
  return { file: place?.file.path ?? '', machine, states };
}

function placeOfSubject(subject: Subject): HostSpan | undefined {
  switch (subject.kind) {
    case 'state':
      return spanOf(subject.state.key);
    case 'machine':
      return spanOf({
        layer: subject.machine.node.layer,
        start: subject.machine.node.start,
        end: subject.machine.node.end,
      });
    case 'declaration': {
      const { resource } = subject.declaration;
      return resource === undefined ? undefined : spanOf(resource.key);
    }
  }
}

/** The resource of the one declaration; several of one definition may want different things. */
function declaredAtOf(subject: Subject): HostSpan | undefined {
  const [first, second] = declarationsAt(subject);
  return first?.resource === undefined || second !== undefined ? undefined : spanOf(first.resource.key);
}

function declarationsAt(subject: Subject): readonly Declaration[] {
  switch (subject.kind) {
    case 'state':
      return subject.state.machine.declarations;
    case 'machine':
      return subject.machine.declarations;
    case 'declaration':
      return [subject.declaration];
  }
}

function anchorSpanOf({ anchor }: Place): HostSpan | undefined {
  return anchor === undefined ? undefined : spanOf(anchor);
}

export function formatHelp(meta: RuleMeta, id: string, data: MessageData): string | undefined {
  const help = meta.messages[id]?.help;
  return help === undefined ? undefined : fill(help, data);
}

function fixOf({ fix }: Report, subject: Subject): Pick<Diagnostic, 'fixes' | 'refusedFixes'> {
  if (fix === undefined || isBeyondFixing(subject)) return NO_FIX;
  const { title, safety, edits, files = [], turn } = fix;
  const madeBy = edits.length === 0 ? undefined : makerOf(subject);
  if (madeBy !== undefined) return refused(fix, madeBy);
  const lowered = lowerFix(fix, tablesOf(subject));
  if (isRefusal(lowered)) return refused(fix, isJoined(subject) ? JOINED : lowered.reason);
  const made = { ...(files.length === 0 ? {} : { files }), ...(turn === undefined ? {} : { turn }) };
  return { fixes: [{ title, safety, ...lowered, ...made }], refusedFixes: [] };
}

function tablesOf(subject: Subject): readonly ObjectNode[] {
  if (subject.kind === 'declaration') return [];
  return declarationsOfSubject(subject).flatMap(({ substitutions }) => substitutions ?? []);
}

function declarationsOfSubject(subject: Subject): readonly Declaration[] {
  if (subject.kind === 'declaration') return [subject.declaration];
  return subject.kind === 'state' ? subject.state.machine.declarations : subject.machine.declarations;
}

/** Why the text of a subject is not the one to edit. */
function makerOf(subject: Subject): string | undefined {
  return declarationsOfSubject(subject).some(isSynthesised) ? SYNTHESISED : undefined;
}

/** CDK writes down which construct a resource comes from. */
function isSynthesised({ template, resource }: Declaration): boolean {
  const path = ['Resources', resource?.logicalId ?? '', 'Metadata', 'aws:cdk:path'];
  const found = path.reduce<Node | undefined>(
    (node, name) => (node?.kind === 'object' ? node.get(name) : undefined),
    template,
  );
  return found !== undefined;
}

const SYNTHESISED =
  'the template is made by CDK, which writes it anew; change the app that makes it, whose source is checked in the same way';

/** Whether a definition is a text in parts, of which a change may touch several. */
function isJoined(subject: Subject): boolean {
  return declarationsOfSubject(subject).some((declaration) => {
    const text = writtenProperties(declaration)?.get('DefinitionString');
    return text?.kind === 'object' && text.get('Fn::Join') !== undefined;
  });
}

const JOINED =
  'the definition is put together by Fn::Join; change the program that makes the template, or write the definition as an object, with DefinitionSubstitutions for what is filled in';

/** Characters of a definition, several times what the service takes: such a text is not mended one finding at a time. */
const LARGEST_FIXED = 4 * 1024 * 1024;

function isBeyondFixing(subject: Subject): boolean {
  if (subject.kind === 'declaration') return false;
  const { written } = subject.kind === 'state' ? subject.state.machine : subject.machine;
  return written.end - written.start > LARGEST_FIXED;
}

function refused({ title, safety }: Fix, reason: string): Pick<Diagnostic, 'fixes' | 'refusedFixes'> {
  return { fixes: [], refusedFixes: [{ title, safety, reason }] };
}

const NO_FIX = { fixes: [], refusedFixes: [] } as const;

/** A diagnostic that no rule reports. */
export function bareDiagnostic(
  rule: string,
  severity: Diagnostic['severity'],
  message: string,
  primary: HostSpan,
): Diagnostic {
  return { rule, severity, message, primary, related: [], statePath: [], data: {}, ...NO_FIX };
}

export function formatMessage(meta: RuleMeta, id: string, data: MessageData): string {
  return fill(meta.messages[id]?.text ?? '', data);
}

function fill(text: string, data: MessageData): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(data[name] ?? whole));
}

function placeOf(target: Target): Place {
  if ('key' in target) return target.key;
  if ('written' in target) return target.within;
  return 'slice' in target ? target.slice : target;
}

function spanOfTarget(target: Target): HostSpan {
  if ('slice' in target) return spanOfSlice(target.slice, target.range);
  if ('written' in target) return spanOf(target.written);
  return spanOf(placeOf(target));
}

function relatedOf(report: Report, subject: Subject): readonly RelatedLocation[] {
  const related = (report.related ?? []).map(({ at, note }) => ({
    span: 'span' in at ? at.span : spanOfTarget(at),
    note,
  }));
  return [...related, ...anchorOf(placeOf(report.at)), ...declarationsOf(subject), ...sourcesOf(subject)];
}

/** A value repeated through a YAML alias is reported where it is used; this is where it is written. */
function anchorOf(place: Place): readonly RelatedLocation[] {
  return place.anchor === undefined ? [] : [{ span: spanOf(place.anchor), note: 'the alias repeats this value' }];
}

/** What CDK has made says where in the program. */
function sourcesOf(subject: Subject): readonly RelatedLocation[] {
  return declarationsAt(subject).flatMap(({ source }) => {
    if (source === undefined) return [];
    const state = subject.kind === 'state' ? source.states.get(subject.state.name) : undefined;
    const note = state === undefined ? 'CDK makes the state machine of this' : 'CDK makes the state of this';
    return [{ span: spanOf(state ?? source.machine), note }];
  });
}

/** A definition that several templates use says which. */
function declarationsOf(subject: Subject): readonly RelatedLocation[] {
  if (subject.kind === 'declaration') return [];
  const { declarations } = subject.kind === 'state' ? subject.state.machine : subject.machine;
  if (declarations.length < 2) return [];
  return declarations.flatMap(({ name, resource }) =>
    resource === undefined ? [] : [{ span: spanOf(resource.key), note: `declared here as ${name}` }],
  );
}

function ownerOf(subject: Subject): Pick<Diagnostic, 'machine' | 'state' | 'statePath'> {
  switch (subject.kind) {
    case 'state':
      return { machine: subject.state.machine.name, state: subject.state.name, statePath: statePath(subject.state) };
    case 'machine':
      return { machine: subject.machine.name, statePath: [] };
    case 'declaration':
      return { machine: subject.declaration.name, statePath: [] };
  }
}

function pointerOf(place: Place, subject: Subject): string | undefined {
  switch (subject.kind) {
    case 'state': {
      const { state } = subject;
      if (place === state.key) return state.pointer;
      const inner = pointerTo(state.node, place);
      return inner === undefined ? rootPointer(place, state.machine) : state.pointer + inner;
    }
    case 'machine':
      return pointerTo(subject.machine.node, place);
    case 'declaration':
      return declarationPointer(place, subject.declaration);
  }
}

/** A state's finding may point at another state, such as the Map whose catcher it reaches. */
function rootPointer(place: Place, machine: Machine): string | undefined {
  let root = machine;
  while (root.owner !== undefined) root = root.owner.machine;
  return pointerTo(root.node, place);
}

function declarationPointer(place: Place, { resource, template }: Declaration): string | undefined {
  if (template === undefined || resource === undefined) return undefined;
  return pointerTo(template, place);
}

export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.primary.file.path, b.primary.file.path) ||
      a.primary.start - b.primary.start ||
      a.primary.end - b.primary.end ||
      compareText(a.rule, b.rule) ||
      compareText(a.message, b.message),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
