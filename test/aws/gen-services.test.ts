/** The generator on packages of a few lines, in the forms of the real ones: those are too large for every run. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../scripts/gen-services.ts';
import { decodeService } from '../../src/aws/services/decode.ts';
import type { ActionModel } from '../../src/aws/services/service-model.ts';
import { requiredOf, shapeAt } from './load-tables.ts';

const OLDER_MODEL = {
  metadata: { apiVersion: '2012-11-05', serviceId: 'SQS', serviceFullName: 'Amazon Simple Queue Service' },
  operations: {
    Send: {
      input: {
        type: 'structure',
        required: ['URL', 'Token'],
        members: {
          URL: {},
          Kind: {},
          Delay: { type: 'integer' },
          Token: { idempotencyToken: true },
          Tree: { shape: 'S1' },
          Equals: { type: 'map', key: {}, value: {} },
        },
      },
      output: { type: 'structure', members: { Events: { type: 'structure', eventstream: true, members: {} } } },
    },
  },
  shapes: { S1: { type: 'structure', members: { Leaves: { type: 'list', member: { shape: 'S1' } } } } },
};

const OLDER_TYPES = `
declare class SQS extends Service {
  send(params: SQS.Types.SendInput, callback?: (err: AWSError, data: SQS.Types.SendOutput) => void): Request<SQS.Types.SendOutput, AWSError>;
  send(callback?: (err: AWSError, data: SQS.Types.SendOutput) => void): Request<SQS.Types.SendOutput, AWSError>;
}
declare namespace SQS {
  export type Kind = "Fast"|"Slow"|string;
  export interface SendInput { URL: String; Kind?: Kind; Delay?: Integer; Token: String; Tree?: Node; Equals?: KindMap }
  export type KindMap = {[key: string]: Kind};
  export type Nodes = Node[];
  export interface Node { Leaves?: Nodes }
  export interface SendOutput { Events?: EventStream<{}> }
}`;

/** The same service a year later, as a package with schemas. */
const NEWER_SCRIPT = `
const n = 'com.amazonaws.sqs';
const Node$ = [3, n, 'Node', 0, ['Leaves'], [[() => Nodes, 0]]];
const Nodes = [1, n, 'Nodes', 0, () => Node$];
const Choice$ = [4, n, 'Choice', 0, ['text', 'mode'], [0, 0]];
const Events$ = [4, n, 'Events', { streaming: 1 }, ['a'], [0]];
const SendInput$ = [3, n, 'SendInput', 0,
  ['URL', 'Token', 'Kind', 'Delay', 'Tree', 'Choices', 'Extra', 'Body', 'Labels'],
  [0, [0, 4], 0, 1, () => Node$, [() => [1, n, 'Choices', 0, () => Choice$], 0], 15, [() => [0, n, 'Stream', { streaming: 1 }, 42], 16], 128 | 0], 2];
const SendOutput$ = [3, n, 'SendOutput', 0, ['Events'], [[() => Events$, 16]], 1];
const Send$ = [9, n, 'Send', 2, () => SendInput$, () => SendOutput$];
const Ping$ = [9, n, 'Ping', 2, () => ['unit', 'Unit'], () => ['unit', 'Unit']];
module.exports = { Send$, Ping$, SendInput$, SendOutput$, Node$, Choice$, Events$, note: [] };`;

const NEWER_TYPES = `
export declare const Kind: { readonly FAST: "Fast"; readonly SLOW: "Slow"; readonly IDLE: "Idle" };
export type Kind = (typeof Kind)[keyof typeof Kind];
export interface SendInput { URL: string | undefined; Token?: string | undefined; Kind?: Kind | undefined; Choices?: Choice[] | undefined; Labels?: Record<string, Kind> | undefined }
export type Choice = Choice.TextMember | Choice.ModeMember | Choice.$UnknownMember;
export declare namespace Choice {
  interface TextMember { text: string; mode?: never; $unknown?: never }
  interface ModeMember { text?: never; mode: Kind; $unknown?: never }
  interface $UnknownMember { text?: never; mode?: never; $unknown: [string, any] }
  interface Visitor<T> { text: (value: string) => T }
}`;

const COMMAND = `
/**
 * Sends.
 * @throws {@link QueueFull} (client fault)
 *  <p>No room.</p>
 *
 * @throws {@link ThrottlingException} (client fault)
 *
 * @throws {@link SQSServiceException}
 * <p>Base exception class for all.</p>
 * @public
 */
export declare class SendCommand extends SendCommand_base {}`;

const folder = mkdtempSync(path.join(tmpdir(), 'sfn-lint-models-'));
const root = path.join(folder, 'project');
const table = path.join(root, 'src/aws/services/data/sqs.json');

function put(file: string, text: string): void {
  const full = path.join(folder, 'node_modules', file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

function sendAction(): ActionModel {
  return decodeService(readFileSync(table, 'utf8'))!.action('send')!;
}

beforeAll(() => {
  put('aws-sdk/package.json', '{ "version": "2.0.1" }');
  put('aws-sdk/apis/metadata.json', '{ "sqs": { "name": "SQS" }, "gone": { "prefix": "none", "name": "Gone" } }');
  put('aws-sdk/apis/sqs-2011-10-01.min.json', '{}');
  put('aws-sdk/apis/sqs-2012-11-05.min.json', JSON.stringify(OLDER_MODEL));
  put('aws-sdk/clients/sqs.d.ts', OLDER_TYPES);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('from the older package', () => {
  beforeAll(() => {
    expect(main([folder], root)).toBe(0);
  });

  it('reads types, required members and enumerations of the newest model', () => {
    const { input, errors, isStreaming } = sendAction();
    expect([...input.members.keys()]).toEqual(['Delay', 'EqualsValue', 'Kind', 'Token', 'Tree', 'Url']);
    expect(requiredOf(input)).toEqual(['Url']);
    expect(shapeAt(input, 'Kind')).toEqual({ kind: 'string', values: ['Fast', 'Slow'] });
    expect(shapeAt(input, 'EqualsValue{}')).toEqual({ kind: 'string', values: ['Fast', 'Slow'] });
    expect(shapeAt(input, 'Delay')).toEqual({ kind: 'integer' });
    expect(shapeAt(input, 'Tree.Leaves[].Leaves[]')?.kind).toBe('structure');
    expect({ errors, isStreaming }).toEqual({ errors: undefined, isStreaming: true });
  });

  it('says where the table is from', () => {
    expect(decodeService(readFileSync(table, 'utf8'))).toMatchObject({ token: 'sqs', source: 'aws-sdk 2.0.1' });
  });
});

describe('from a newer package as well', () => {
  beforeAll(() => {
    const home = '@aws-sdk/client-sqs';
    put(`${home}/package.json`, '{ "name": "@aws-sdk/client-sqs", "version": "3.4.5", "main": "main.cjs" }');
    put(`${home}/main.cjs`, NEWER_SCRIPT);
    put(
      `${home}/dist-es/runtimeConfig.shared.js`,
      'export const c = (config) => ({ serviceId: config?.serviceId ?? "SQS" });',
    );
    put(`${home}/dist-types/models/models_0.d.ts`, NEWER_TYPES);
    put(`${home}/dist-types/commands/SendCommand.d.ts`, COMMAND);
    put('@aws-sdk/client-early/package.json', '{ "name": "@aws-sdk/client-early", "version": "3.0.0" }');
    expect(main([folder], root)).toBe(0);
  });

  it('takes everything from it', () => {
    const { input, errors, isStreaming } = sendAction();
    expect(requiredOf(input)).toEqual(['Url']);
    expect(shapeAt(input, 'Kind')).toEqual({ kind: 'string', values: ['Fast', 'Slow', 'Idle'] });
    expect(shapeAt(input, 'Choices[]')).toMatchObject({ kind: 'structure', isUnion: true });
    expect(shapeAt(input, 'Choices[].Mode')).toEqual({ kind: 'string', values: ['Fast', 'Slow', 'Idle'] });
    expect(shapeAt(input, 'Labels{}')).toEqual({ kind: 'string', values: ['Fast', 'Slow', 'Idle'] });
    expect(shapeAt(input, 'Tree.Leaves[].Leaves[]')?.kind).toBe('structure');
    expect([shapeAt(input, 'Extra')?.kind, shapeAt(input, 'Body')?.kind]).toEqual(['document', 'blob']);
    expect({ errors, isStreaming }).toEqual({
      errors: ['QueueFullException', 'ThrottlingException'],
      isStreaming: true,
    });
  });

  it('still knows from the older one that a number is whole', () => {
    expect(shapeAt(sendAction().input, 'Delay')).toEqual({ kind: 'integer' });
  });

  it('gives an action without input or output nothing to take or give', () => {
    const ping = decodeService(readFileSync(table, 'utf8'))!.action('ping')!;
    expect([ping.input.members.size, ping.output.members.size]).toEqual([0, 0]);
  });
});

describe('--check', () => {
  const faults = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const said = (): string => faults.mock.calls.flat().join('\n');

  beforeAll(() => {
    expect(main([folder], root)).toBe(0);
  });

  it('passes what was just written, with and without the packages', () => {
    expect([main([folder, '--check'], root), main(['--check'], root)]).toEqual([0, 0]);
  });

  it('finds a table changed, left over or missing', () => {
    const copy = path.join(folder, 'copy');
    cpSync(root, copy, { recursive: true });
    const file = path.join(copy, 'src/aws/services/data/sqs.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Delay', 'Decay'));
    writeFileSync(path.join(copy, 'src/aws/services/data/extra.json'), '{}');
    expect([main(['--check'], copy), main([folder, '--check'], copy)]).toEqual([1, 1]);
    expect(said()).toContain('sqs.json: changed by hand');
    expect(said()).toContain('extra.json: changed by hand');
    rmSync(file);
    expect(main(['--check'], copy)).toBe(1);
    expect(said()).toContain('sqs.json: missing');
  });

  it.each([[[]], [['--frob']], [['a', 'b']]])('explains itself for %j', (args) => {
    expect(main(args, root)).toBe(2);
    expect(said()).toContain('Usage: ');
  });
});
