/** Definitions and templates whose findings are known, for tests of the command line. */

export const CLEAN = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}\n';

/** One state whose call has no fallback. */
export const WARNING_RULE = 'missing-quota-fallback';
export const WARNING = definition({
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::bedrock:invokeModel',
    Parameters: { ModelId: 'm', 'Body.$': '$.body' },
    End: true,
  },
});

/** Two findings of that rule. */
export const TWO_WARNINGS = definition({
  Ask: { Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', Next: 'Again' },
  Again: { Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', End: true },
});

/** A call that is allowed more time than the service waits. */
export const ERROR_RULE = 'harness-timeout-exceeds-limit';
export const ERROR = definition({
  Run: {
    Type: 'Task',
    Resource: 'arn:aws:states:::bedrockagentcore:invokeHarness',
    Parameters: {
      HarnessArn: 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:harness/h',
      'RuntimeSessionId.$': 'States.UUID()',
      'Messages.$': '$.messages',
      MaxIterations: 10,
      TimeoutSeconds: 1200,
    },
    Retry: [{ ErrorEquals: ['BedrockAgentCore.ThrottlingException'], JitterStrategy: 'FULL' }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
    Next: 'Done',
  },
  Done: { Type: 'Succeed' },
});

/** Found in the preset `strict` only, as a note. */
export const NOTE_RULE = 'unbounded-map';
export const NOTE = definition({
  Each: {
    Type: 'Map',
    ItemProcessor: { StartAt: 'Step', States: { Step: { Type: 'Pass', End: true } } },
    End: true,
  },
});

export const BROKEN = '{"StartAt": "Done", "States": {"Done" {"Type": "Succeed"}}}\n';

export function definition(states: Readonly<Record<string, object>>): string {
  return `${JSON.stringify({ StartAt: Object.keys(states)[0], States: states }, undefined, 2)}\n`;
}

/** A SAM template, as JSON text, with one state machine for each entry. */
export function samTemplate(machines: Readonly<Record<string, object>>): string {
  return templateOf('AWS::Serverless::StateMachine', machines, { Logging: LOGGING, Tracing: TRACING });
}

export function cloudFormationTemplate(machines: Readonly<Record<string, object>>): string {
  const settings = { LoggingConfiguration: LOGGING, TracingConfiguration: TRACING };
  return templateOf('AWS::StepFunctions::StateMachine', machines, settings);
}

/** With what the recommended rules about declarations ask for: the samples are about definitions. */
const LOGGING = { Level: 'ERROR' };
const TRACING = { Enabled: true };

function templateOf(type: string, machines: Readonly<Record<string, object>>, settings: object): string {
  const resources = Object.entries(machines).map(([id, properties]) => [
    id,
    { Type: type, Properties: { ...properties, ...settings } },
  ]);
  return `${JSON.stringify({ Resources: Object.fromEntries(resources) as object }, undefined, 2)}\n`;
}
