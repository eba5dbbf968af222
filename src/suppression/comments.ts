/**
 * Suppressions in the comments of one text. A host gives the comments with their places; which host it is plays no part,
 * nor whether the text is a file or stands inside another one.
 */
import type { HostSpan, Layer } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';
import type { Node } from '../tree/node.ts';
import { NodeMap } from './comment-binding.ts';
import { DIRECTIVE_MARK, directivesInComment } from './directive.ts';
import type { Directive } from './directive.ts';
import type { FaultySuppression, Scope, Sight, Suppression, SuppressionFault, Suppressions } from './suppression.ts';

/** A text and what was read from it. */
export interface CommentedText {
  readonly layer: Layer;
  readonly roots: readonly Node[];
  /** In the order of the text, with their marks. */
  readonly comments: readonly Range[];
  readonly sight: Sight;
}

/** Those comments of a text that may hold a directive. */
export function directiveComments(text: string, comments: readonly Range[]): readonly Range[] {
  if (comments.length === 0 || !text.includes(DIRECTIVE_MARK)) return [];
  return comments.filter(({ start, end }) => text.slice(start, end).includes(DIRECTIVE_MARK));
}

export function readComments(text: CommentedText): Suppressions {
  const reader = new CommentReader(text);
  for (const comment of text.comments) reader.read(comment);
  return { suppressions: reader.finish(), faults: reader.faults };
}

/** A `sfn-lint-disable` that nothing has ended yet. */
interface OpenRegion {
  readonly start: number;
  readonly suppress: (scope: Scope) => Suppression;
}

class CommentReader {
  readonly faults: FaultySuppression[] = [];
  readonly #text: CommentedText;
  readonly #suppressions: Suppression[] = [];
  readonly #open = new Map<string, OpenRegion[]>();
  #nodes: NodeMap | undefined;

  constructor(text: CommentedText) {
    this.#text = text;
  }

  read(comment: Range): void {
    const { layer } = this.#text;
    const directives = directivesInComment(layer.text.slice(comment.start, comment.end));
    const removal = directives.length === 1 ? comment : undefined;
    for (const directive of directives) {
      const span = this.#span(shift(directive, comment.start));
      if (directive.verb === undefined) this.#fault('unknownVerb', span, { verb: directive.written });
      else this.#readDirective(directive, comment, span, removal);
    }
  }

  /** The suppressions; a region that nothing ends goes on to the end of the text. */
  finish(): readonly Suppression[] {
    for (const rule of [...this.#open.keys()]) this.#close(rule, this.#end);
    return this.#suppressions;
  }

  #readDirective(directive: Directive, comment: Range, span: HostSpan, removal: Range | undefined): void {
    const { verb, ids, reason } = directive;
    if (ids.length === 0) {
      this.#fault('noRule', span, { verb });
      return;
    }
    if (verb === 'sfn-lint-enable') {
      this.#enable(directive, comment, removal);
      return;
    }
    const listed = ids.map(({ id }) => id).join(', ');
    if (reason === '') {
      this.#fault('noReason', span, { rules: listed, form: `${verb} ${listed}` });
      return;
    }
    const scope = this.#scopeOf(verb, comment);
    if (scope === undefined && verb === 'sfn-lint-ignore') {
      this.#fault('nothingFollows', span, {});
      return;
    }
    for (const id of ids) {
      const whole = removal ?? shift(directive, comment.start);
      const suppress = (found: Scope): Suppression => ({
        rule: id.id,
        reason,
        scope: found,
        id: this.#span(shift(id, comment.start)),
        removal: this.#span(ids.length === 1 ? whole : shift(id.removal, comment.start)),
        sight: this.#text.sight,
      });
      if (scope === undefined) this.#openRegion(id.id, { start: comment.start, suppress });
      else this.#suppressions.push(suppress(scope));
    }
  }

  /** Undefined for a region, whose end comes later, and for a node that is not there. */
  #scopeOf(verb: Directive['verb'], comment: Range): Scope | undefined {
    switch (verb) {
      case 'sfn-lint-ignore': {
        this.#nodes ??= new NodeMap(this.#text.layer.text, this.#text.roots);
        const node = this.#nodes.after(comment);
        return node === undefined ? undefined : { kind: 'node', span: this.#span(node) };
      }
      case 'sfn-lint-ignore-line':
        return { kind: 'stretch', span: lineOf(this.#span(comment)) };
      case 'sfn-lint-ignore-file':
        return { kind: 'stretch', span: this.#span({ start: 0, end: this.#end }) };
      case 'sfn-lint-disable':
      case 'sfn-lint-enable':
        return undefined;
    }
  }

  #enable(directive: Directive, comment: Range, removal: Range | undefined): void {
    const { ids } = directive;
    for (const id of ids) {
      if (this.#open.has(id.id)) {
        this.#close(id.id, comment.end);
        continue;
      }
      const whole = removal ?? shift(directive, comment.start);
      this.faults.push({
        fault: 'endsNothing',
        span: this.#span(shift(id, comment.start)),
        data: { rule: id.id },
        removal: this.#span(ids.length === 1 ? whole : shift(id.removal, comment.start)),
      });
    }
  }

  #openRegion(rule: string, region: OpenRegion): void {
    const regions = this.#open.get(rule);
    if (regions === undefined) this.#open.set(rule, [region]);
    else regions.push(region);
  }

  /** Ends all regions of a rule. */
  #close(rule: string, end: number): void {
    for (const { start, suppress } of this.#open.get(rule) ?? []) {
      this.#suppressions.push(suppress({ kind: 'stretch', span: this.#span({ start, end }) }));
    }
    this.#open.delete(rule);
  }

  #fault(fault: SuppressionFault, span: HostSpan, data: FaultySuppression['data']): void {
    this.faults.push({ fault, span, data });
  }

  get #end(): number {
    return this.#text.layer.text.length;
  }

  #span(range: Range): HostSpan {
    return this.#text.layer.toHost(range);
  }
}

function shift({ start, end }: Range, offset: number): Range {
  return { start: start + offset, end: end + offset };
}

/** The line of the file on which a span begins. */
function lineOf(span: HostSpan): HostSpan {
  const { file } = span;
  const { line } = file.position(span.start);
  const start = file.lineStarts[line - 1] ?? 0;
  return { ...span, start, end: file.lineStarts[line] ?? file.text.length + 1 };
}
