/** A definition above the size that the service accepts. */
import type { Node } from '../../tree/node.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'definition-too-large',
    category: 'limits',
    summary: 'The definition is larger than the 1 MiB that Step Functions accepts.',
    why: 'Step Functions refuses a definition of more than 1,048,576 bytes, so the deployment fails.',
    remedy: 'Move parts of the workflow into state machines of their own, and long texts into S3 or a prompt store.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      tooLarge: {
        text: 'State machine "{machine}" takes at least {bytes} bytes without white space; Step Functions accepts {limit}, so it cannot be deployed.',
        help: 'Split it into several state machines.',
      },
    },
    references: ['AWS Step Functions developer guide: Service quotas'],
  },
  {
    machine(machine, context) {
      const { layer, start, end } = machine.node;
      const limit = context.facts.limits.definitionBytes;
      // YAML is shorter than the JSON it stands for, but not by half.
      if (end - start < limit / 2 && layer.text.length < limit / 2) return;
      const bytes = compactSize(machine.node);
      if (bytes <= limit) return;
      const at = machine.node.entry('StartAt')?.key;
      const data = { machine: machine.name, bytes: groupedNumber(bytes), limit: groupedNumber(limit) };
      context.report({ at: at === undefined ? machine.node : { key: at }, message: 'tooLarge', data });
    },
  },
);

/** UTF-8 bytes of the value as JSON without white space; what is not known counts nothing. */
function compactSize(node: Node): number {
  switch (node.kind) {
    case 'object': {
      let size = 1 + Math.max(1, node.entries.length);
      for (const { key, value } of node.entries) size += textSize(key.value) + 1 + compactSize(value);
      return size;
    }
    case 'array': {
      let size = 1 + Math.max(1, node.items.length);
      for (const item of node.items) size += compactSize(item);
      return size;
    }
    case 'string':
      return textSize(node.value);
    case 'number':
    case 'boolean':
      return String(node.value).length;
    case 'null':
      return 4;
    case 'unknown':
      return 0;
  }
}

function textSize(text: string): number {
  return Buffer.byteLength(text) + 2;
}
