import { Duration, Stack, StackProps } from "aws-cdk-lib";
import { Construct } from "constructs";
import * as bedrock from "aws-cdk-lib/aws-bedrock";
import { Chain, Map, Pass, StateMachine, TaskInput, JitterType } from "aws-cdk-lib/aws-stepfunctions";
import { BedrockInvokeModel } from "aws-cdk-lib/aws-stepfunctions-tasks";

export class SummaryStack extends Stack {
    constructor(scope: Construct, id: string, props?: StackProps) {
        super(scope, id, props);

        const model = bedrock.FoundationModel.fromFoundationModelId(
            this,
            "Model",
            bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0
        );
        // one call per page
        const summarise = new BedrockInvokeModel(this, "Summarise page", {
            model,
            body: TaskInput.fromObject({
                anthropic_version: "bedrock-2023-05-31",
                max_tokens: 800,
                messages: [{ role: "user", content: "Summarise." }]
            }),
            resultPath: "$.summary"
        });
        summarise.addRetry({
            errors: ["Bedrock.ThrottlingException", "BedrockRuntime.ThrottlingException"],
            interval: Duration.seconds(2),
            maxAttempts: 5,
            backoffRate: 2,
            maxDelay: Duration.minutes(1),
            jitterStrategy: JitterType.FULL
        });
        const pages = new Map(this, "Each page", {
            itemsPath: "$.pages",
            resultPath: "$.pages",
            maxConcurrency: 10
        });
        pages.itemProcessor(summarise);
        const done = new Pass(this, "Done");
        new StateMachine(this, "Summaries", {
            definition: Chain.start(pages).next(done),
            timeout: Duration.minutes(30)
        });
    }
}
