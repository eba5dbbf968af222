/** A field of Distributed Maps in an Inline Map. The service accepts it there, and documents it for the other mode only. */
import type { MapState } from '../../asl/model.ts';
import type { Entry } from '../../tree/node.ts';
import { DISTRIBUTED_MAP_FIELDS } from '../../aws/map-concurrency.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'ignored-map-field',
    category: 'fan-out',
    summary: 'An Inline Map has a field that is for Distributed Maps only.',
    why:
      'Reading items from S3, batches, a writer of results, a label and tolerated failures belong to Distributed Maps, ' +
      'whose iterations are executions of their own. Step Functions accepts the fields in an Inline Map, which is also ' +
      'what a Map without `ProcessorConfig` is, but does not offer there what they ask for. Mostly the mode was ' +
      'forgotten.',
    remedy:
      'Set `"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}` in `ItemProcessor`, or remove the ' +
      'field.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      field: {
        text: 'Map "{state}" has {fields}, which Step Functions offers in Distributed Maps only, but it is an Inline Map.',
        help: 'Set Mode to DISTRIBUTED in ProcessorConfig of ItemProcessor, or remove {fields}.',
      },
      executionType: {
        text: 'Map "{state}" has an ExecutionType, but it is an Inline Map: its iterations run inside the execution and start none of their own.',
        help: 'Set Mode to DISTRIBUTED, or remove ExecutionType.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using Map state in Inline mode, Using Map state in Distributed mode',
    ],
  },
  {
    map(state, context) {
      if (state.mode !== 'INLINE') return;
      const executionType = executionTypeOf(state);
      if (executionType !== undefined) {
        context.report({ at: { key: executionType.key }, message: 'executionType', data: { state: state.name } });
      }
      const [first, ...others] = state.node.entries.filter(({ key }) => DISTRIBUTED_MAP_FIELDS.includes(key.value));
      if (first === undefined) return;
      const names = [first, ...others].map(({ key }) => key.value);
      const related = others.map(({ key }) => ({ at: { key }, note: 'another such field' }));
      const data = { state: state.name, fields: [...new Set(names)].join(', ') };
      context.report({ at: { key: first.key }, message: 'field', data, related });
    },
  },
);

function executionTypeOf({ processor }: MapState): Entry | undefined {
  const config = processor?.node.get('ProcessorConfig');
  return config?.kind === 'object' ? config.entry('ExecutionType') : undefined;
}
