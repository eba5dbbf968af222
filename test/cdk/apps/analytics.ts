import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
export class Analytics extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const query = new tasks.AthenaStartQueryExecution(this, 'Query', { queryString: sfn.JsonPath.format('select * from {}', sfn.JsonPath.stringAt('$.table')), queryExecutionContext: { databaseName: 'db', catalogName: 'cat' }, resultConfiguration: { outputLocation: { bucketName: 'results', objectKey: 'athena' }, encryptionConfiguration: { encryptionOption: tasks.EncryptionOption.S3_MANAGED } }, workGroup: 'primary', integrationPattern: sfn.IntegrationPattern.RUN_JOB, executionParameters: ['1'] });
    const plain = new tasks.AthenaStartQueryExecution(this, 'Plain query', { queryString: 'select 1' });
    const state = new tasks.AthenaGetQueryExecution(this, 'State', { queryExecutionId: sfn.JsonPath.stringAt('$.QueryExecutionId') });
    const rows = new tasks.AthenaGetQueryResults(this, 'Rows', { queryExecutionId: sfn.JsonPath.stringAt('$.QueryExecutionId'), maxResults: 100, nextToken: 'n' });
    const stop = new tasks.AthenaStopQueryExecution(this, 'Stop', { queryExecutionId: 'q-1' });
    const job = new tasks.GlueStartJobRun(this, 'Job', { glueJobName: 'job', arguments: sfn.TaskInput.fromObject({ '--day': sfn.JsonPath.stringAt('$.day') }), timeout: Duration.minutes(30), notifyDelayAfter: Duration.minutes(5), securityConfiguration: 'sc', executionClass: tasks.ExecutionClass.FLEX, workerConfiguration: { workerTypeV2: tasks.WorkerTypeV2.G_1X, numberOfWorkers: 2 }, integrationPattern: sfn.IntegrationPattern.RUN_JOB });
    const crawl = new tasks.GlueStartCrawlerRun(this, 'Crawl', { crawlerName: 'crawler' });
    const brew = new tasks.GlueDataBrewStartJobRun(this, 'Brew', { name: 'brew', integrationPattern: sfn.IntegrationPattern.RUN_JOB });
    new sfn.StateMachine(this, 'Asking', { definition: query.next(plain).next(state).next(rows).next(stop).next(job).next(crawl).next(brew) });
  }
}
