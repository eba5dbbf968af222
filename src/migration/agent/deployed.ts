/** Environment variables whose value the template makes, as texts that another part of the template can use. */
import type { Json } from '../../handlers/ir.ts';
import type { FunctionFacts } from '../function-gates.ts';

/** Undefined where the template does not say how the text is made. */
export function deployedText({ called }: { readonly called: FunctionFacts }, variable: string): Json | undefined {
  const node = called.environment.get(variable);
  return node?.kind === 'unknown' && node.template !== undefined ? { 'Fn::Sub': node.template } : undefined;
}
