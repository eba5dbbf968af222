import { Aws, App, Duration, Stack } from "aws-cdk-lib";
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { DefinitionBody, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
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
    const review = new Function(this, "Review", {
      runtime: Runtime.PYTHON_3_13,
      handler: "review.handler",
      code: Code.fromAsset(join(__dirname, "lambda", "review")),
      role,
      timeout: Duration.seconds(60),
      environment: { MODEL_ID: PROFILE },
    });

    const reviewContract = new LambdaInvoke(this, "ReviewContract", {
      lambdaFunction: review,
      payloadResponseOnly: true,
      stateName: "Review the contract",
    });
    reviewContract.addRetry({
      errors: ["States.ALL"],
      interval: Duration.seconds(10),
      maxAttempts: 3,
      backoffRate: 1.5,
    });

    new StateMachine(this, "Contracts", {
      definitionBody: DefinitionBody.fromChainable(reviewContract),
      comment: "Reads contracts before a person does",
    });
  }
}

export const app = new App();
new ContractReview(app, "ContractReview");
