import * as path from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export interface NightlyDigestProps {
  /** A cron expression. */
  readonly schedule: string;
}

/** Sends a digest of what happened during the day. */
export class NightlyDigest extends Construct {
  private readonly topic: sns.Topic;
  private readonly digestLambda: Lambda;

  constructor(scope: Construct, id: string, { schedule }: NightlyDigestProps) {
    super(scope, id);
    const { region } = Stack.of(this);

    this.topic = new sns.Topic(this, 'Topic');
    this.digestLambda = new Lambda(this, 'DigestLambda', {
      runtime: Runtime.PYTHON_3_12,
      code: Code.fromAsset(path.join(__dirname, 'digest')),
      handler: 'handler.main',
      timeout: Duration.minutes(3),
      description: 'Writes the digest',
    });
    this.digestLambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [`arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`],
      }),
    );

    const machine = new sfn.StateMachine(this, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition()),
    });
    new events.Rule(this, 'EveryNight', {
      schedule: events.Schedule.expression(`cron(${schedule})`),
      targets: [new targets.SfnStateMachine(machine)],
    });
  }

  private definition() {
    const write = tasks.CallAwsService.jsonata(this, 'Write digest', {
      comment: 'One call of the model a night',
      taskTimeout: sfn.Timeout.duration(Duration.minutes(3)),
      service: 'bedrockruntime',
      action: 'converse',
      parameters: {
        ModelId: 'amazon.nova-lite-v1:0',
        System: [
          {
            Text: '{% $type($states.input) = "object" and $type($states.input.entries) = "string" ? (($v1 := $lookup({"en": "Write a digest in English.", "de": "Schreibe eine Zusammenfassung auf Deutsch."}, "en"); $exists($v1) ? $v1 : "Write a digest in English.")) : $error("input must be an object; input.entries must be a text") %}',
          },
        ],
        Messages: [
          { Role: 'user', Content: [{ Text: '{% "Entries:\\n" & $states.input.entries %}' }] },
        ],
        InferenceConfig: { MaxTokens: 800 },
      },
      iamAction: 'bedrock:InvokeModel',
      iamResources: [
        `arn:aws:bedrock:${Stack.of(this).region}::foundation-model/amazon.nova-lite-v1:0`,
      ],
      outputs: '{% $merge([$states.input, {"digest": {"text": ($exists($states.result.Output.Message.Content[0].Text) ? $states.result.Output.Message.Content[0].Text : $error("reply.output.message.content[0].text is missing"))}}]) %}',
    });
    write.addRetry({
      errors: [
        'BedrockRuntime.ThrottlingException',
        'Bedrock.ThrottlingException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.ModelNotReadyException',
      ],
      interval: Duration.seconds(1),
      maxAttempts: 4,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });
    const send = new tasks.SnsPublish(this, 'Send digest', {
      topic: this.topic,
      message: sfn.TaskInput.fromJsonPathAt('$.digest.text'),
      resultPath: sfn.JsonPath.DISCARD,
    });
    const skip = new sfn.Pass(this, 'No digest tonight', { comment: 'Tomorrow is another day' });
    return write.addCatch(skip, { errors: ['States.TaskFailed', 'States.Timeout'], outputs: '{% $merge([$states.input, {"failure": $states.errorOutput}]) %}' }).next(send);
  }
}
