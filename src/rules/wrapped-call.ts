/** What the two rules about functions around a model call share: the finding of one task, with every reason. */
import type { MigrationReason, TaskMigration } from '../fixers/task-migration.ts';
import type { TaskState } from '../asl/model.ts';
import type { MessageMeta, RuleContext } from './rule.ts';

type Told = 'safe' | 'guarded' | 'split' | 'plan';

export const WRAPPED_CALL_MESSAGES: Readonly<Record<Told, MessageMeta>> = {
  safe: {
    text: 'State "{state}" runs the Lambda function "{function}" for one call ({calls}); the state can make it itself, with the same outcome for every input.',
    help: 'Let the state make the call: `sfn-lint migrate` shows what changes.',
  },
  guarded: {
    text: 'State "{state}" runs the Lambda function "{function}" around {calls}; the state machine can make the calls itself, with the same outcome or a failure before it calls a model.',
    help: 'Read what is refused: `sfn-lint migrate` lists it, and shows what changes.',
  },
  split: {
    text: 'State "{state}" runs the Lambda function "{function}" around {calls}; the call can leave the function, which is then split in two, with the same outcome or a failure before the call.',
    help: 'Read what is refused: `sfn-lint migrate` lists it, and shows what changes.',
  },
  plan: {
    text: 'State "{state}" runs the Lambda function "{function}", which calls {calls}; {reasons} against making the call in the state machine.',
    help: '{help}',
  },
};

export function reportWrappedCall(state: TaskState, context: RuleContext, wraps: TaskMigration['wraps']): void {
  const found = context.migrationOf(state);
  if (found?.wraps !== wraps || found.calls.length === 0) return;
  const { verdict, isSplit, functionName, calls, reasons, fix } = found;
  if (verdict === 'unknown' || verdict === 'noModel') return;
  context.report({
    at: { key: state.key },
    message: isSplit ? 'split' : verdict,
    data: {
      state: state.name,
      function: functionName,
      calls: listed(calls),
      reasons: reasons.length === 1 ? 'one reason speaks' : `${reasons.length} reasons speak`,
      help: helpOf(reasons),
    },
    related: reasons.flatMap(({ gate, message, span }) =>
      span === undefined ? [] : [{ at: { span }, note: `${gate}: ${message}` }],
    ),
    fix,
  });
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What has no place of its own is said here. */
function helpOf(reasons: readonly MigrationReason[]): string {
  const told = reasons.map(({ span, message, unblock }) =>
    span === undefined ? `${message[0]?.toUpperCase() ?? ''}${message.slice(1)}: ${unblock}` : unblock,
  );
  return [...new Set(told)].join(' ');
}
