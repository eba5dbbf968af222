/** A template that refers to a definition file which is not there as written. */
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
    fix: 'none',
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
          context.report({ at: definition.node, message: 'otherCase', data });
          return;
        }
        default:
      }
    },
  },
);
