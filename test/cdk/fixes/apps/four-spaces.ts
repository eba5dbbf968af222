import { Duration, Stack, StackProps } from "aws-cdk-lib";
import { Construct } from "constructs";
import * as bedrock from "aws-cdk-lib/aws-bedrock";
import { Chain, Map, Pass, StateMachine, TaskInput } from "aws-cdk-lib/aws-stepfunctions";
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
        const pages = new Map(this, "Each page", {
            itemsPath: "$.pages",
            resultPath: "$.pages"
        });
        pages.itemProcessor(summarise);
        const done = new Pass(this, "Done");
        new StateMachine(this, "Summaries", {
            definition: Chain.start(pages).next(done),
            timeout: Duration.minutes(30)
        });
    }
}
