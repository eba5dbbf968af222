/** Short names of source expressions for messages. */
import type { Expr } from './ir.ts';
import type { Expression } from './syntax.ts';

export function describeExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'attribute':
      return `${describeExpression(expression.of)}.${expression.name}`;
    case 'subscript': {
      const { index } = expression;
      return `${describeExpression(expression.of)}[${index.kind === 'literal' ? JSON.stringify(index.value) : '…'}]`;
    }
    default:
      return 'a value';
  }
}

/** What a value is to a reader: `input.doc.text`. */
export function describeExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'event':
      return 'input';
    case 'reply':
      return 'reply';
    case 'item':
      return expr.name.replace(/\d+$/, '');
    case 'deployed':
      return expr.variable;
    case 'code':
      return expr.text;
    case 'member':
    case 'get':
    case 'property':
      return `${describeExpr(expr.of)}.${expr.key}`;
    case 'index':
    case 'element':
      return `${describeExpr(expr.of)}[${String(expr.index)}]`;
    case 'ensure':
    case 'truth':
    case 'not':
    case 'filter':
    case 'map':
      return describeExpr(expr.of);
    case 'either':
      return describeExpr(expr.left);
    default:
      return 'a value';
  }
}
