/** What the fuzzing starts from: the examples, and short texts that hold much syntax in little room. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');

export interface Sample {
  readonly file: string;
  readonly text: string;
}

/** Every JSON and YAML file of the examples. */
export const EXAMPLE_FILES: readonly Sample[] = readdirSync(EXAMPLES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:jsonc?|ya?ml)$/.test(entry.name))
  .map((entry) => path.join(entry.parentPath, entry.name))
  .sort()
  .map((file) => ({ file: path.basename(file), text: readFileSync(file, 'utf8') }));

const DEFINITION = `{
  "Comment": "sample", // with a comment
  "StartAt": "Ask",
  "QueryLanguage": "JSONata",
  "States": {
    "Ask": {
      "Type": "Task",
      "Resource": "arn:\${AWS::Partition}:states:::bedrock:invokeModel",
      "Arguments": { "ModelId": "m", "Body": "{% {'system': 'One\\nTwo', 'messages': [$states.input.x & \\"a\\"]} %}" },
      "TimeoutSeconds": \${Timeout},
      "Retry": [{ "ErrorEquals": ["States.ALL"], "MaxAttempts": 2 }],
      "Catch": [{ "ErrorEquals": ["Bedrock.ThrottlingException"], "Next": "Wait" }],
      "Next": "Each"
    },
    "Wait": { "Type": "Wait", "Seconds": 5, "Next": "Ask" },
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "StartAt": "Run",
        "States": { "Run": {
          "Type": "Task", "QueryLanguage": "JSONPath",
          "Resource": "arn:aws:states:::bedrockagentcore:invokeHarness",
          "Parameters": { "HarnessArn": "arn:aws:x:::h", "Messages": [{ "Content": [{ "Text.$": "States.Format('a {}', $.b)" }] }] },
          "End": true
        } }
      },
      "Next": "Both"
    },
    "Both": {
      "Type": "Parallel",
      "Branches": [{ "StartAt": "P", "States": { "P": { "Type": "Pass", "End": true } } }, { "StartAt": "F", "States": { "F": { "Type": "Fail" } } }],
      "Next": "Choose",
    },
    "Choose": { "Type": "Choice", "Choices": [{ "Condition": "{% $x > 1 %}", "Next": "Done" }], "Default": "Done" },
    "Done": { "Type": "Succeed" }
  }
}
`;

const TEMPLATE = `# sample
Transform: AWS::Serverless-2016-10-31
Globals:
  StateMachine: {Type: EXPRESS}
Resources:
  Harness:
    Type: AWS::BedrockAgentCore::Harness
    Properties: {TimeoutSeconds: 1200}
  Text:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      StateMachineName: !Sub "\${AWS::StackName}-x"
      DefinitionString: !Sub
        - |
          {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "\${F}", "Comment": "\${!x} \\u00e9", "End": true}}}
        - F: !GetAtt [Function, Arn]
  Joined:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString:
        Fn::Join: ["", ['{"StartAt":"A","States":{"A":{"Type":"Pass","Result":"', !Ref Q, '","End":true}}}']]
  Inline:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Ask
        States:
          Ask: &ask
            Type: Task
            Resource: !Sub arn:\${AWS::Partition}:states:::bedrock:invokeModel
            Parameters:
              ModelId: m
              Body:
                system: >-
                  You read what
                  people write.
            Retry: [{ErrorEquals: [States.TaskFailed], MaxAttempts: 3}]
            Next: Again
          Again:
            <<: *ask
            Next: Run
          Run:
            Type: Task
            Resource: arn:aws:states:::bedrockagentcore:invokeHarness
            Parameters: {HarnessArn: !GetAtt Harness.Arn}
            TimeoutSeconds: 300
            End: yes
  File:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flow.asl.json
      DefinitionSubstitutions:
        Timeout: 30
        Queue: !Ref Queue
`;

export const SNIPPETS: readonly Sample[] = [
  { file: 'flow.asl.json', text: DEFINITION },
  { file: 'template.yaml', text: TEMPLATE },
  { file: 'flow.asl.yaml', text: 'StartAt: A\nStates:\n  A: {Type: Pass, Result: [1, "b", ~], End: true}\n' },
  {
    file: 'joined.json',
    text: '{"Resources":{"M":{"Type":"AWS::StepFunctions::StateMachine","Properties":{"DefinitionString":{"Fn::Join":["",["{\\"StartAt\\":\\"A\\",\\"States\\":{\\"A\\":{\\"Type\\":\\"Pass\\",\\"Comment\\":\\"\\\\u00e9",{"Ref":"X"},"\\",\\"End\\":true}}}"]]}}}}}',
  },
];
