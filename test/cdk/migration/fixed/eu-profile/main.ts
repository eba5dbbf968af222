import { Aws, App, Duration, Stack } from "aws-cdk-lib";
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { DefinitionBody, StateMachine, JitterType, Timeout } from "aws-cdk-lib/aws-stepfunctions";
import { CallAwsService } from "aws-cdk-lib/aws-stepfunctions-tasks";
import { join } from "node:path";

const PROFILE = "eu.anthropic.claude-3-5-sonnet-20240620-v1:0";
const MODEL = PROFILE.replace("eu.", "");

export class ContractReview extends Stack {
  public constructor(scope: App, id: string) {
    super(scope, id);
    const role = new Role(this, "ReviewRole", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSLambdaBasicExecutionRole")],
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["bedrock:InvokeModel"],
        resources: [
          `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${PROFILE}`,
          `arn:${Aws.PARTITION}:bedrock:eu-central-1::foundation-model/${MODEL}`,
          `arn:${Aws.PARTITION}:bedrock:eu-west-1::foundation-model/${MODEL}`,
          `arn:${Aws.PARTITION}:bedrock:eu-west-3::foundation-model/${MODEL}`,
        ],
      }),
    );
    new Function(this, "Review", {
      runtime: Runtime.PYTHON_3_13,
      handler: "review.handler",
      code: Code.fromAsset(join(__dirname, "lambda", "review")),
      role,
      timeout: Duration.seconds(60),
      environment: { MODEL_ID: PROFILE },
    });

    const reviewContract = CallAwsService.jsonata(this, "ReviewContract", {
      stateName: "Review the contract",
      service: "bedrockruntime",
      action: "converse",
      parameters: {
        ModelId: "eu.anthropic.claude-3-5-sonnet-20240620-v1:0",
        System: [{ Text: "You read contracts and list what a lawyer should look at." }],
        Messages: [
          {
            Role: "user",
            Content: [
              {
                Text: "{% $type($states.input) = \"object\" and $type($states.input.contract) = \"string\" ? ($states.input.contract) : $error(\"input must be an object; input.contract must be a text\") %}",
              },
            ],
          },
        ],
        InferenceConfig: { MaxTokens: 1500, Temperature: 0.2 },
      },
      iamAction: "bedrock:InvokeModel",
      iamResources: [
        `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${PROFILE}`,
        `arn:${Aws.PARTITION}:bedrock:eu-central-1::foundation-model/${MODEL}`,
        `arn:${Aws.PARTITION}:bedrock:eu-west-1::foundation-model/${MODEL}`,
        `arn:${Aws.PARTITION}:bedrock:eu-west-3::foundation-model/${MODEL}`,
      ],
      taskTimeout: Timeout.duration(Duration.minutes(1)),
      outputs: {
        findings: "{% $states.result.Output.Message.Content[0].Text %}",
        stop: "{% $states.result.StopReason %}",
        tokens: "{% $states.result.Usage.TotalTokens %}",
      },
    });
    reviewContract.addRetry({
      errors: [
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "BedrockRuntime.InternalServerException",
        "Bedrock.InternalServerException",
        "BedrockRuntime.ServiceUnavailableException",
        "Bedrock.ServiceUnavailableException",
        "BedrockRuntime.ModelNotReadyException",
        "Bedrock.ModelNotReadyException",
        "BedrockRuntime.SdkClientException",
        "Bedrock.SdkClientException",
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
    });
    reviewContract.addRetry({
      errors: [
        "BedrockRuntime.ValidationException",
        "Bedrock.ValidationException",
        "BedrockRuntime.AccessDeniedException",
        "Bedrock.AccessDeniedException",
        "BedrockRuntime.ResourceNotFoundException",
        "Bedrock.ResourceNotFoundException",
      ],
      maxAttempts: 0,
    });
    reviewContract.addRetry({
      errors: ["States.ALL"],
      interval: Duration.seconds(10),
      maxAttempts: 3,
      backoffRate: 1.5,
      jitterStrategy: JitterType.FULL,
    });

    new StateMachine(this, "Contracts", {
      definitionBody: DefinitionBody.fromChainable(reviewContract),
      comment: "Reads contracts before a person does",
    });
  }
}

export const app = new App();
new ContractReview(app, "ContractReview");
