/** The generated tables: that all are there and sound, and that well-known actions read as their references say. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../scripts/gen-services.ts';
import { decodeService } from '../../src/aws/services/decode.ts';
import { SERVICES_WITHOUT_TABLE, TABLES_DATE } from '../../src/aws/services/service-index.ts';
import type { Shape } from '../../src/aws/services/service-model.ts';
import { SIMPLE_SHAPES } from '../../src/aws/services/table-format.ts';
import { listedServices, serviceTables, tabledServices } from '../../src/aws/services/tables.ts';
import { DATA, TABLES, actionOf, loadText, requiredOf, shapeAt } from './load-tables.ts';

const TOKENS = [...tabledServices().keys()];

describe('the tables', () => {
  it('cover at least 200 services and 9,000 actions', () => {
    expect(TOKENS.length).toBeGreaterThanOrEqual(200);
    expect([...tabledServices().values()].reduce((sum, actions) => sum + actions, 0)).toBeGreaterThanOrEqual(9000);
  });

  it('are as the generator left them', () => {
    expect(main(['--check'], path.resolve(DATA, '../../../..'))).toBe(0);
    expect(readdirSync(DATA).sort()).toEqual(TOKENS.map((token) => `${token}.json`).sort());
  });

  it('stay small', () => {
    const sizes = readdirSync(DATA).map((file) => statSync(path.join(DATA, file)).size);
    expect(Math.max(...sizes)).toBeLessThan(1_048_576);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(8_000_000);
  });

  it('have tokens in lower case, and each fits its exception prefix', () => {
    for (const token of listedServices()) expect(token).toMatch(/^[a-z][a-z0-9]*$/);
    expect(listedServices().size).toBe(TOKENS.length + SERVICES_WITHOUT_TABLE.trim().split('\n').length);
    for (const token of TOKENS) expect(TABLES.service(token)?.exceptionPrefix.toLowerCase()).toBe(token);
  });

  it('tell where they are from', () => {
    expect(TABLES_DATE).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const token of TOKENS) {
      const { source, date } = TABLES.service(token)!;
      expect({ token, date, isPackage: /^(aws-sdk|@aws-sdk\/client-[a-z0-9-]+) \d+\.\d+\.\d+$/.test(source) }).toEqual({
        token,
        date: TABLES_DATE,
        isPackage: true,
      });
    }
  });
});

/** Visits every shape that an action holds. */
function visit(shape: Shape, seen: Set<Shape>, check: (shape: Shape) => void): void {
  if (seen.has(shape)) return;
  seen.add(shape);
  check(shape);
  if (shape.kind === 'structure') for (const member of shape.members.values()) visit(member.shape, seen, check);
  if (shape.kind === 'list') visit(shape.element, seen, check);
  if (shape.kind === 'map') for (const inner of [shape.key, shape.value]) visit(inner, seen, check);
}

describe('every table', () => {
  it.each(TOKENS)('%s decodes, and all of its references lead somewhere', (token) => {
    const model = TABLES.service(token)!;
    expect(model.token).toBe(token);
    expect(model.actionNames).toHaveLength(tabledServices().get(token)!);
    expect(new Set(model.actionNames.map((name) => name.toLowerCase())).size).toBe(model.actionNames.length);
    const faults: string[] = [];
    const seen = new Set<Shape>();
    const check = (shape: Shape): void => {
      if (shape.kind !== 'structure') return;
      for (const { name, apiName } of shape.members.values()) {
        if (!/^[A-Z][A-Za-z0-9_]*$/.test(name) || !/^[A-Z]\w*$/.test(apiName)) faults.push(`${name} ${apiName}`);
      }
    };
    for (const name of model.actionNames) {
      const action = model.action(name)!;
      if (!/^[a-z][A-Za-z0-9]*$/.test(name)) faults.push(name);
      if (action.errors?.some((error) => !/^[A-Z]\w*Exception$/.test(error))) faults.push(`errors of ${name}`);
      for (const shape of [action.input, action.output]) visit(shape, seen, check);
    }
    expect(faults).toEqual([]);
  });

  it('has no reference that leads nowhere', () => {
    for (const token of TOKENS) expect({ token, lost: lostReferences(loadText(token)!) }).toEqual({ token, lost: [] });
  });
});

/** What the decoder would pass over: codes of shapes, names and errors beyond the end of their list. */
function lostReferences(text: string): readonly string[] {
  const { shapes = [], actions = [], names = [], errors = [] } = JSON.parse(text) as Record<string, readonly string[]>;
  const isLost = (code: string, length: number): boolean => !(parseInt(code, 36) < length);
  const isLostShape = (code: string): boolean => isLost(code, shapes.length + SIMPLE_SHAPES.length);
  const badActions = actions.filter((line) => {
    const [, input = '', output = '', raised = ''] = line.split(' ');
    const codes = raised === '?' || raised === '-' ? [] : raised.split(',');
    return (
      [input, output].some((code) => code !== '-' && isLostShape(code)) ||
      codes.some((code) => isLost(code, errors.length))
    );
  });
  const badShapes = shapes.filter((line) => {
    const rest = line.slice(1);
    if (line.startsWith('E')) return !Array.isArray(JSON.parse(rest));
    if (/^[LM]/.test(line)) return rest.split('.').some(isLostShape);
    return (
      rest !== '' &&
      rest.split(' ').some((part) => {
        const [, name = '', shape = '', original = name] = /^(\w+)\.(\w+)!?(?:=(\w+))?$/.exec(part) ?? [];
        return isLost(name, names.length) || isLost(original, names.length) || isLostShape(shape);
      })
    );
  });
  return [...badActions, ...badShapes];
}

describe('well-known actions', () => {
  const REQUIRED: readonly (readonly [string, string, readonly string[]])[] = [
    ['dynamodb', 'putItem', ['Item', 'TableName']],
    ['dynamodb', 'updateItem', ['Key', 'TableName']],
    ['dynamodb', 'transactWriteItems', ['TransactItems']],
    ['s3', 'getObject', ['Bucket', 'Key']],
    ['s3', 'copyObject', ['Bucket', 'CopySource', 'Key']],
    ['lambda', 'invoke', ['FunctionName']],
    ['sqs', 'sendMessage', ['MessageBody', 'QueueUrl']],
    ['sns', 'publish', ['Message']],
    ['sfn', 'startExecution', ['StateMachineArn']],
    ['sfn', 'sendTaskSuccess', ['Output', 'TaskToken']],
    ['eventbridge', 'putEvents', ['Entries']],
    ['scheduler', 'createSchedule', ['FlexibleTimeWindow', 'Name', 'ScheduleExpression', 'Target']],
    ['secretsmanager', 'getSecretValue', ['SecretId']],
    ['ssm', 'getParameter', ['Name']],
    ['ecs', 'runTask', ['TaskDefinition']],
    ['glue', 'startJobRun', ['JobName']],
    ['athena', 'startQueryExecution', ['QueryString']],
    ['batch', 'submitJob', ['JobDefinition', 'JobName', 'JobQueue']],
    ['cloudwatchlogs', 'putLogEvents', ['LogEvents', 'LogGroupName', 'LogStreamName']],
    ['bedrockruntime', 'invokeModel', ['ModelId']],
    ['bedrockruntime', 'converse', ['ModelId']],
    ['bedrockagentruntime', 'retrieve', ['KnowledgeBaseId', 'RetrievalQuery']],
    ['bedrockagentruntime', 'retrieveAndGenerate', ['Input']],
    ['bedrockagentcore', 'invokeAgentRuntime', ['AgentRuntimeArn', 'Payload']],
    ['bedrockagentcore', 'invokeHarness', ['HarnessArn', 'Messages', 'RuntimeSessionId']],
    ['s3vectors', 'queryVectors', ['QueryVector', 'TopK']],
    ['textract', 'startDocumentTextDetection', ['DocumentLocation']],
    ['rds', 'createDBSnapshot', ['DbInstanceIdentifier', 'DbSnapshotIdentifier']],
  ];

  it.each(REQUIRED)('%s:%s requires %j', (token, name, required) => {
    expect(requiredOf(actionOf(token, name).input)).toEqual(required);
  });

  it('knows the content blocks of converse', () => {
    const { input, output, errors } = actionOf('bedrockruntime', 'converse');
    const block = shapeAt(input, 'Messages[].Content[]');
    expect(block).toMatchObject({ kind: 'structure', isUnion: true });
    expect(shapeAt(input, 'Messages[].Content[].Text')?.kind).toBe('string');
    expect(shapeAt(input, 'Messages[].Role')).toMatchObject({
      values: expect.arrayContaining(['user', 'assistant']) as unknown,
    });
    expect(shapeAt(input, 'InferenceConfig.MaxTokens')?.kind).toBe('integer');
    expect(shapeAt(input, 'InferenceConfig.Temperature')?.kind).toBe('float');
    expect(shapeAt(input, 'AdditionalModelRequestFields')?.kind).toBe('document');
    expect(shapeAt(input, 'ToolConfig.Tools[].ToolSpec.InputSchema.Json')?.kind).toBe('document');
    expect(shapeAt(output, 'Output.Message.Content[].Text')?.kind).toBe('string');
    expect(errors).toContain('ThrottlingException');
    expect(errors).not.toContain('ServiceQuotaExceededException');
  });

  it('knows the models of a harness, and that the SDK form of the call streams', () => {
    const { input, isStreaming, errors } = actionOf('bedrockagentcore', 'invokeHarness');
    expect(shapeAt(input, 'Model')).toMatchObject({ isUnion: true });
    expect(requiredOf(shapeAt(input, 'Model.OpenAiModelConfig'))).toEqual(['ApiKeyArn', 'ModelId']);
    expect(isStreaming).toBe(true);
    expect(errors).toContain('RuntimeClientErrorException');
  });

  it('spells members as the SDK for Java does, and keeps the spelling of the API', () => {
    const member = actionOf('rds', 'describeDBInstances').input.members.get('DbInstanceIdentifier');
    expect(member).toMatchObject({ apiName: 'DBInstanceIdentifier', isRequired: false });
    expect(actionOf('s3', 'putObject').input.members.get('SsekmsKeyId')?.apiName).toBe('SSEKMSKeyId');
    expect(actionOf('dynamodb', 'putItem').input.members.get('Item')?.apiName).toBe('Item');
    const filter = shapeAt(
      actionOf('bedrockagentruntime', 'retrieve').input,
      'RetrievalConfiguration.VectorSearchConfiguration.Filter',
    );
    expect(filter?.kind === 'structure' && filter.members.get('EqualsValue')?.apiName).toBe('Equals');
  });

  it('knows enumerations, maps and shapes that hold themselves', () => {
    const { input } = actionOf('dynamodb', 'putItem');
    expect(shapeAt(input, 'ReturnValues')).toMatchObject({
      values: expect.arrayContaining(['ALL_OLD', 'NONE']) as unknown,
    });
    expect(shapeAt(input, 'Item{}.M{}.L[].S')?.kind).toBe('string');
    expect(shapeAt(actionOf('s3', 'listObjectsV2').input, 'MaxKeys')?.kind).toBe('integer');
    expect(actionOf('s3', 'getObject').isStreaming).toBe(false);
  });

  it('leaves unknown what a model does not list', () => {
    expect(actionOf('accessanalyzer', 'listAnalyzers').errors).toBeUndefined();
    expect(TABLES.service('dynamodb')?.action('noSuchAction')).toBeUndefined();
    expect(TABLES.service('nosuchservice')).toBeUndefined();
  });
});

describe('loading', () => {
  it('asks once for a service that is used, and never for anything else', () => {
    const asked: string[] = [];
    const tables = serviceTables((token) => {
      asked.push(token);
      return loadText(token);
    });
    for (const token of ['sqs', 'sqs', '../sqs', 'constructor', 'billing']) tables.service(token);
    expect(asked).toEqual(['sqs']);
    expect(tables.service('sqs')).toBe(tables.service('sqs'));
  });

  it('knows nothing where a text is missing or of another form', () => {
    expect(serviceTables(() => undefined).service('sqs')).toBeUndefined();
    expect(decodeService('{"format":0}')).toBeUndefined();
  });

  it.each(['dynamodb', 'bedrockruntime', 'ec2'])('takes a moment: %s', (token) => {
    const text = loadText(token)!;
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      decodeService(text)!.action('describeInstances');
      return performance.now() - start;
    });
    // The largest takes 2 ms on a slow machine; the bound leaves room for a busy one.
    expect(Math.min(...times)).toBeLessThan(20);
  });
});
