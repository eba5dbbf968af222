/** The task classes of CDK, by name: what each calls and which parameters it writes. Recorded from CDK 2.276. */
import { AI_TASKS } from './ai.ts';
import { COMPUTE_TASKS } from './compute.ts';
import { DATA_TASKS } from './data.ts';
import { EMR_TASKS } from './emr.ts';
import { LAMBDA_TASKS } from './lambda.ts';
import { MESSAGING_TASKS } from './messaging.ts';
import type { TaskClass } from './parameters.ts';
import { SDK_TASKS } from './sdk.ts';
import { WEB_TASKS } from './web.ts';

export const TASKS: ReadonlyMap<string, TaskClass> = new Map(
  Object.entries({
    ...AI_TASKS,
    ...COMPUTE_TASKS,
    ...DATA_TASKS,
    ...EMR_TASKS,
    ...LAMBDA_TASKS,
    ...MESSAGING_TASKS,
    ...SDK_TASKS,
    ...WEB_TASKS,
  }),
);
