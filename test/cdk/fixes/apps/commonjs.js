'use strict';
const { Stack } = require('aws-cdk-lib');
const { StateMachine, Map, DefinitionBody } = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');

class Captions extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const caption = new tasks.CallAwsService(this, 'Caption', {
      service: 'bedrockruntime', action: 'invokeModel', iamResources: ['*'],
      parameters: { ModelId: 'amazon.titan-text-lite-v1', ContentType: 'application/json', Body: { inputText: 'Caption it', textGenerationConfig: { maxTokenCount: 64 } } },
    });
    const all = new Map(this, 'All images', { itemsPath: '$.images' }).itemProcessor(caption);
    new StateMachine(this, 'CaptionFlow', { definitionBody: DefinitionBody.fromChainable(all) });
  }
}
module.exports = { Captions };
