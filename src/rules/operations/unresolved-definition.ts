/** A template that refers to a definition file which is not there as written. */
import type { DefinitionLink } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unresolved-definition',
    category: 'operations',
    summary: 'The definition file that a template names cannot be found as written.',
    why:
      'Packaging the template fails when the file is missing. A path that differs from the file only by case works on ' +
      'one computer and fails on another, most often in the pipeline.',
    remedy: 'Correct the path, which is relative to the template and case-sensitive, or add the file.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',

    messages: {
      missing: {
        text: 'State machine "{machine}" takes its definition from {path}, but there is no such file: packaging the template fails.',
        help: 'Correct the path; it is relative to the template.',
      },
      otherCase: {
        text: 'State machine "{machine}" takes its definition from {path}, but the file is called {actual}: the template cannot be packaged where file names are case-sensitive.',
        help: 'Write {actual}.',
        severity: 'warning',
      },
      outside: {
        text: 'State machine "{machine}" takes its definition from {path}, which lies outside the root of this run and is not read.',
        help: 'Run sfn-lint from a folder that holds both, or pass --allow-outside.',
        severity: 'warning',
      },
    },
    references: ['AWS SAM developer guide: AWS::Serverless::StateMachine'],
  },
  {
    declaration({ name, definition }, context) {
      switch (definition.kind) {
        case 'missing':
        case 'outside': {
          const data = { machine: name, path: definition.path };
          context.report({ at: definition.node, message: definition.kind, data });
          return;
        }
        case 'otherCase': {
          const data = { machine: name, path: definition.path, actual: definition.actual };
          context.report({ at: definition.node, message: 'otherCase', data, fix: inItsCase(definition) });
          return;
        }
        default:
      }
    },
  },
);

/** Only the case of its names changes; what stands around them, such as `./`, is kept. */
function inItsCase({ node, actual }: Extract<DefinitionLink, { kind: 'otherCase' }>): Fix | undefined {
  const names = actual.split('/');
  const parts = node.value.split('/').map((part) => (part === '' || part === '.' ? part : (names.shift() ?? part)));
  const path = parts.join('/');
  if (names.length > 0 || path.toLowerCase() !== node.value.toLowerCase()) return undefined;
  return { title: `Write ${path}`, safety: 'safe', edits: [edit.retext(node, path)] };
}
