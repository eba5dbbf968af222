/**
 * What a name stands for at a place of a script: the declaration that is nearest around it.
 *
 * Limits: declarations by `var` count where they are written.
 */
import type { Program, ScriptNode } from '../../../script/parse.ts';
import type { Range } from '../../../text/source-file.ts';
import { childrenOf, pathAt } from './outline.ts';

export interface NameDeclaration {
  readonly node: ScriptNode;
  /** Whether it is declared as what can be given another value later; parameters are not. */
  readonly mayChange: boolean;
  /** Whether it holds in the whole file, wherever it stands. */
  readonly isImport: boolean;
}

/** Undefined for a name of the language itself, and for one that is not declared. */
export function declarationAt(program: Program, name: string, place: Range): NameDeclaration | undefined {
  for (const around of pathAt(program, place).toReversed()) {
    const found = declarationsIn(around).find((declared) => declared.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Named extends NameDeclaration {
  readonly name: string;
}

function declarationsIn(node: ScriptNode): readonly Named[] {
  switch (node.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      return node.body.flatMap((statement) => declaredBy(statement));
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return node.params.flatMap((param) => namesIn(param, false));
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'CatchClause':
      return childrenOf(node).flatMap((child) =>
        child.type === 'BlockStatement'
          ? []
          : child.type === 'VariableDeclaration'
            ? declaredBy(child)
            : namesIn(child, true),
      );
    default:
      return [];
  }
}

function declaredBy(statement: ScriptNode): readonly Named[] {
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.specifiers.map(({ local }) => ({
        name: local.name,
        node: statement,
        mayChange: false,
        isImport: true,
      }));
    case 'TSImportEqualsDeclaration':
      return [{ name: statement.id.name, node: statement, mayChange: false, isImport: true }];
    case 'ExportNamedDeclaration':
      return statement.declaration === null ? [] : declaredBy(statement.declaration);
    case 'VariableDeclaration':
      return statement.declarations.flatMap((declarator) =>
        namesIn(declarator.id, statement.kind !== 'const').map((named) => ({ ...named, node: declarator })),
      );
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return statement.id === null
        ? []
        : [{ name: statement.id.name, node: statement, mayChange: false, isImport: false }];
    default:
      return [];
  }
}

/** The names that a parameter or a pattern declares. */
function namesIn(pattern: ScriptNode, mayChange: boolean): readonly Named[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name, node: pattern, mayChange, isImport: false }];
    case 'AssignmentPattern':
      return namesIn(pattern.left, mayChange);
    case 'RestElement':
      return namesIn(pattern.argument, mayChange);
    case 'TSParameterProperty':
      return namesIn(pattern.parameter, mayChange);
    case 'ArrayPattern':
      return pattern.elements.flatMap((item) => (item === null ? [] : namesIn(item, mayChange)));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'Property' ? property.value : property, mayChange),
      );
    default:
      return [];
  }
}
