/** Which classes of CDK are states. */
import { STATE_CLASSES } from './state-classes.ts';
import type { StateKind } from './state.ts';
import { TASKS } from './tasks/index.ts';

/** What kind of state a class makes. A task class that is not in the tables is a task whose fields are not known. */
export function stateClassOf(path: string): StateKind | undefined {
  const dot = path.indexOf('.');
  const [library, name] = [path.slice(0, dot), path.slice(dot + 1)];
  if (library === 'aws-stepfunctions')
    return Object.hasOwn(STATE_CLASSES, name) ? STATE_CLASSES[name] : name === 'Task' ? 'Task' : undefined;
  if (library !== 'aws-stepfunctions-tasks') return undefined;
  return TASKS.has(name) || TASK_NAME.test(name) ? 'Task' : undefined;
}

/** Classes of tasks by the services and verbs that their names begin with; helpers of tasks are named otherwise. */
const TASK_NAME =
  /^(?:(?:Athena|Batch|Bedrock|CallApiGateway|CallAwsService|CodeBuild|Dynamo(?:Get|Put|Update|Delete)|Ecs|Eks|Emr|EmrContainers|EventBridge|Glue|GlueDataBrew|Lambda|MediaConvert|SageMaker|Sns|Sqs|StepFunctions)(?:Add|Call|Cancel|Create|Delete|Get|Invoke|Modify|Put|Run|Send|Set|Start|Stop|Submit|Terminate|Update|Publish)\w*|RunBatchJob|Run(?:Ecs|Lambda|Glue)\w*Task)$/;
