/** An extraction of invoices as it should be: throttling is waited out, what cannot be mended is not tried again. */
import type { JsonObject } from '../support/json-value.ts';

const PERMANENT = [
  'Bedrock.ValidationException',
  'Bedrock.AccessDeniedException',
  'Bedrock.ResourceNotFoundException',
  'Bedrock.ServiceQuotaExceededException',
];

const RETRY = [
  { ErrorEquals: PERMANENT, MaxAttempts: 0 },
  {
    ErrorEquals: ['Bedrock.ThrottlingException', 'Bedrock.ServiceUnavailableException'],
    IntervalSeconds: 2,
    MaxAttempts: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 5, MaxAttempts: 1, BackoffRate: 2, JitterStrategy: 'FULL' },
];

const TO_CLERK = { ErrorEquals: ['States.ALL'], ResultPath: '$.problem', Next: 'LeaveToClerk' };

function reader(model: string): JsonObject {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::bedrock:invokeModel',
    TimeoutSeconds: 60,
    Parameters: {
      ModelId: model,
      Body: {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 1500,
        messages: [{ role: 'user', 'content.$': "States.Format('Give the fields of this invoice: {}', $.paper)" }],
      },
    },
    ResultPath: '$.fields',
    Retry: RETRY,
    Next: 'KeepFields',
  };
}

export const INVOICES: JsonObject = {
  StartAt: 'ReadBatch',
  TimeoutSeconds: 3600,
  States: {
    ReadBatch: {
      Type: 'Map',
      ItemsPath: '$.invoices',
      ItemSelector: { 'paper.$': '$$.Map.Item.Value' },
      MaxConcurrency: 5,
      ItemProcessor: {
        StartAt: 'ReadFields',
        States: {
          ReadFields: {
            ...reader('us.anthropic.claude-haiku-4-5-20251001-v1:0'),
            Catch: [
              {
                ErrorEquals: ['Bedrock.ThrottlingException', 'Bedrock.ServiceQuotaExceededException'],
                ResultPath: '$.problem',
                Next: 'ReadFieldsElsewhere',
              },
              TO_CLERK,
            ],
          },
          ReadFieldsElsewhere: { ...reader('us.anthropic.claude-sonnet-4-6'), Catch: [TO_CLERK] },
          KeepFields: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sqs:sendMessage',
            TimeoutSeconds: 30,
            Parameters: {
              QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/invoices-read',
              'MessageBody.$': '$.fields.Body.content[0].text',
            },
            End: true,
          },
          LeaveToClerk: {
            Type: 'Task',
            Resource: 'arn:aws:states:::sqs:sendMessage',
            TimeoutSeconds: 30,
            Parameters: {
              QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/invoices-for-clerks',
              MessageBody: { 'paper.$': '$.paper', 'problem.$': '$.problem' },
            },
            End: true,
          },
        },
      },
      End: true,
    },
  },
};
