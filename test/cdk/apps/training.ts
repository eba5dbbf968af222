import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as s3 from 'aws-cdk-lib/aws-s3';
export class Training extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const bucket = new s3.Bucket(this, 'Data');
    const endpoint = new tasks.SageMakerCreateEndpoint(this, 'Endpoint', { endpointName: sfn.JsonPath.stringAt('$.name'), endpointConfigName: 'config' });
    const update = new tasks.SageMakerUpdateEndpoint(this, 'Update', { endpointName: 'e', endpointConfigName: 'c' });
    const config = new tasks.SageMakerCreateEndpointConfig(this, 'Config', { endpointConfigName: 'c', productionVariants: [{ instanceType: ec2.InstanceType.of(ec2.InstanceClass.M5, ec2.InstanceSize.LARGE), variantName: 'v', modelName: 'm' }] });
    const model = new tasks.SageMakerCreateModel(this, 'Model', { modelName: 'm', primaryContainer: new tasks.ContainerDefinition({ image: tasks.DockerImage.fromRegistry('img'), mode: tasks.Mode.SINGLE_MODEL }) });
    const transform = new tasks.SageMakerCreateTransformJob(this, 'Transform', { transformJobName: 'n', modelName: 'm', maxConcurrentTransforms: 2, transformInput: { transformDataSource: { s3DataSource: { s3Uri: 's3://in', s3DataType: tasks.S3DataType.S3_PREFIX } } }, transformOutput: { s3OutputPath: 's3://out' } });
    const train = new tasks.SageMakerCreateTrainingJob(this, 'Train', { trainingJobName: sfn.JsonPath.stringAt('$.job'), algorithmSpecification: { algorithmName: 'BlazingText', trainingInputMode: tasks.InputMode.FILE }, inputDataConfig: [{ channelName: 'train', dataSource: { s3DataSource: { s3DataType: tasks.S3DataType.S3_PREFIX, s3Location: tasks.S3Location.fromJsonExpression('$.data') } } }], outputDataConfig: { s3OutputLocation: tasks.S3Location.fromBucket(bucket, 'out') }, integrationPattern: sfn.IntegrationPattern.RUN_JOB });
    const tune = new tasks.BedrockCreateModelCustomizationJob(this, 'Tune', { baseModel: bedrock.FoundationModel.fromFoundationModelId(this, 'Base', bedrock.FoundationModelIdentifier.AMAZON_TITAN_TEXT_G1_EXPRESS_V1), customModelName: 'mine', jobName: 'tune', hyperParameters: { epochCount: '1' }, customModelTags: [{ key: 'a', value: 'b' }], outputData: { bucket, path: 'o' }, trainingData: { bucket, path: 't' }, validationData: [{ bucket, path: 'v' }] });
    const evaluate = new tasks.EvaluateExpression(this, 'Evaluate', { expression: '$.a + $.b', resultPath: '$.c' });
    const across = new tasks.CallAwsServiceCrossRegion(this, 'Across', { service: 's3', action: 'getObject', region: 'us-west-2', parameters: { Bucket: 'b', Key: sfn.JsonPath.stringAt('$.k') }, iamResources: ['*'] });
    new sfn.StateMachine(this, 'TrainingFlow', { definition: endpoint.next(update).next(config).next(model).next(transform).next(train).next(tune).next(evaluate).next(across) });
  }
}
