'use strict';
const { Stack, Duration } = require('aws-cdk-lib');
const { StateMachine, Map, DefinitionBody, Timeout, JitterType } = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');

class Captions extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const caption = new tasks.CallAwsService(this, 'Caption', {
      service: 'bedrockruntime', action: 'invokeModel', iamResources: ['*'],
      parameters: { ModelId: 'amazon.titan-text-lite-v1', ContentType: 'application/json', Body: { inputText: 'Caption it', textGenerationConfig: { maxTokenCount: 64 } } },
      taskTimeout: Timeout.duration(Duration.minutes(5)),
    });
    caption.addRetry({
      errors: ['BedrockRuntime.ThrottlingException'],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: JitterType.FULL,
    });
    const all = new Map(this, 'All images', { itemsPath: '$.images', maxConcurrency: 10 }).itemProcessor(caption);
    new StateMachine(this, 'CaptionFlow', { definitionBody: DefinitionBody.fromChainable(all) });
  }
}
module.exports = { Captions };
