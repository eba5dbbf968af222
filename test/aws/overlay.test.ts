/** The tables written by hand fit the generated ones: they name actions and members that exist. */
import { describe, expect, it } from 'vitest';
import { NOT_REAL, OPTIMISED_SERVICES } from '../../src/aws/optimised-integrations.ts';
import type { ParameterSource } from '../../src/aws/optimised-integrations.ts';
import {
  ACTION_CONSTRAINTS,
  FILLED_IN_MEMBERS,
  FROZEN_MODELS,
  MISSPELT_SERVICES,
  OPTIMISED_INSTEAD,
  SERVICES_OF_BOTH_SPELLINGS,
  UNSUPPORTED_OPERATIONS,
} from '../../src/aws/services/overlay.ts';
import { listedServices } from '../../src/aws/services/tables.ts';
import { TABLES, actionOf, requiredOf, shapeAt } from './load-tables.ts';

describe('constraints', () => {
  const rows = ACTION_CONSTRAINTS.flatMap((entry) => entry.constraints.map((constraint) => ({ entry, constraint })));

  it.each(rows)('$entry.action $constraint.path stands on a member of the right kind', ({ entry, constraint }) => {
    const shape = shapeAt(actionOf(entry.service, entry.action).input, constraint.path);
    const kinds = [
      ...(constraint.min === undefined && constraint.max === undefined ? [] : ['integer', 'float', 'number']),
      ...(constraint.maxItems === undefined ? [] : ['list', 'map']),
      ...((constraint.pattern ?? constraint.minLength ?? constraint.maxLength) === undefined ? [] : ['string']),
    ];
    expect(kinds).toContain(shape?.kind);
    expect(entry.source).not.toBe('');
  });

  it('accept what the sources accept', () => {
    const pattern = (path: string): RegExp => {
      const found = ACTION_CONSTRAINTS[0]?.constraints.find((one) => one.path === path && one.pattern !== undefined);
      return new RegExp(`^(?:${found?.pattern ?? '$.'})$`);
    };
    expect('arn:aws:bedrock-agentcore:us-west-2:123456789012:harness/triage_1-a1B2c3D4e5').toMatch(
      pattern('HarnessArn'),
    );
    expect('arn:aws:bedrock-agentcore:us-west-2:123456789012:harness/my-agent-harness').not.toMatch(
      pattern('HarnessArn'),
    );
    expect('0b2f6a52-5f0b-4c55-9d52-5f3b8f0c1a11').toMatch(pattern('RuntimeSessionId'));
    expect('arn:aws:states:x').not.toMatch(pattern('RuntimeSessionId'));
    for (const name of ['*', '@gateway/tool', 'tool']) expect(name).toMatch(pattern('AllowedTools[]'));
  });
});

describe('unsupported operations', () => {
  it('are operations of the API', () => {
    for (const { service, actions } of UNSUPPORTED_OPERATIONS) for (const action of actions) actionOf(service, action);
  });

  it('name the optimised integration where there is one', () => {
    expect(OPTIMISED_INSTEAD.get('bedrockagentcore:invokeHarness')).toBe('bedrockagentcore:invokeHarness');
  });
});

describe('members that clients fill in', () => {
  it('are required by some model, or there would be no need to name them', () => {
    const required = new Set(
      ['codepipeline', 'route53resolver', 'acm'].flatMap((token) => {
        const table = TABLES.service(token);
        return (table?.actionNames ?? []).flatMap((name) => requiredOf(table?.action(name)?.input));
      }),
    );
    for (const name of ['ClientToken', 'CreatorRequestId', 'IdempotencyToken']) {
      expect(FILLED_IN_MEMBERS).toContain(name);
      expect(required).toContain(name);
    }
  });
});

describe('services of both spellings', () => {
  it('have tables', () => {
    for (const token of SERVICES_OF_BOTH_SPELLINGS) expect(TABLES.service(token)).toBeDefined();
  });
});

describe('frozen models', () => {
  it('are told by what their tables were made from', () => {
    expect(TABLES.service('waf')?.source.startsWith(FROZEN_MODELS.source)).toBe(true);
    expect(TABLES.service('bedrockruntime')?.source.startsWith(FROZEN_MODELS.source)).toBe(false);
  });
});

describe('misspelt services', () => {
  it('lead to tokens that exist, from spellings that do not', () => {
    for (const [written, meant] of MISSPELT_SERVICES) {
      expect([...listedServices()]).toContain(meant);
      expect([...listedServices()]).not.toContain(written);
    }
  });
});

describe('optimised integrations', () => {
  const actions = OPTIMISED_SERVICES.flatMap((service) => service.actions.map((action) => ({ service, action })));

  it('are sorted, each service and action once', () => {
    const services = OPTIMISED_SERVICES.map(({ service }) => service);
    expect(services).toEqual([...new Set(services)].sort());
    const names = actions.map(({ service, action }) => `${service.service}:${action.action}`);
    expect(new Set(names).size).toBe(names.length);
    expect(services).toHaveLength(23);
  });

  it.each(actions)('$service.service:$action.action has parameters and patterns that fit', ({ service, action }) => {
    const offered = [...(action.patterns ?? []), ...(action.disputed ?? [])];
    expect(service.patterns).toEqual(expect.arrayContaining(offered));
    if (action.parameters.kind === 'own') checkOwn(action.parameters);
    if (action.parameters.kind !== 'api') return;
    const { added = [], json = [], oneOf = [], together = [], unconfirmed = [] } = action.parameters;
    const { input } = actionOf(action.parameters.service, action.parameters.action);
    for (const path of [...json, ...unconfirmed]) expect(shapeAt(input, path)).toBeDefined();
    for (const name of added) expect(input.members.has(name)).toBe(false);
    for (const name of [...oneOf, ...together].flat()) expect([...input.members.keys(), ...added]).toContain(name);
  });

  function checkOwn({ input, anyOf = [], constraints = [] }: Extract<ParameterSource, { kind: 'own' }>): void {
    expect(input.members.size).toBeGreaterThan(0);
    for (const name of anyOf.flat()) expect([...input.members.keys()]).toContain(name);
    for (const { path } of constraints) expect(shapeAt(input, path)?.kind).toBe('string');
  }

  it('do not include what is not real, and suggest what is', () => {
    const real = new Set(actions.map(({ service, action }) => `${service.service}:${action.action}`));
    for (const { written, instead } of NOT_REAL) {
      expect(real.has(written)).toBe(false);
      for (const suggestion of instead) {
        const [, token = '', action = ''] = /^aws-sdk:(\w+):(.+)$/.exec(suggestion) ?? [];
        const exists = token === '' ? real.has(suggestion) : action === '*' || TABLES.service(token)?.action(action);
        expect(exists).toBeTruthy();
      }
    }
  });
});
