/**
 * Two workflows as articles on AI in Step Functions show them: a synthesis of research with its usual mistakes, and an
 * extraction of invoices that is right. What the rules say of them may not hang on names, on the way that values take or
 * on the query language.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import type { JsonObject } from '../support/json-value.ts';
import { lintFiles } from '../support/lint-files.ts';
import { INVOICES } from './invoices.ts';
import {
  changeState,
  renameFields,
  renameStates,
  throughPass,
  throughSelector,
  throughVariable,
  toJsonata,
  without,
} from './variants.ts';
import type { Names, Variant } from './variants.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');
const DRAFT = example('research-synthesis/first-draft.asl.json');
const INVOICE_EXAMPLE = example('invoice-extraction/statemachine/invoice-extraction.asl.json');

const SPEAKING = [
  'unknown-integration',
  'items-not-array',
  'wrong-result-path',
  'model-body-mismatch',
  'legacy-iterator',
];
const QUIET = ['retried-validation-error', 'missing-quota-fallback'];

function example(name: string): JsonObject {
  return JSON.parse(readFileSync(path.join(EXAMPLES, name), 'utf8')) as JsonObject;
}

async function findings(machine: JsonObject, only: readonly string[]): Promise<readonly Diagnostic[]> {
  const { diagnostics, files } = await lintFiles(
    { 'machine.asl.json': JSON.stringify(machine) },
    { only, preset: 'all' },
  );
  expect(files).toEqual(['machine.asl.json']);
  return diagnostics;
}

async function told(machine: JsonObject, rules: readonly string[]): Promise<readonly string[]> {
  const found = await findings(machine, rules);
  return found.map(({ rule, severity, state }) => `${severity} ${rule} at ${state ?? ''}`).sort();
}

/** Errors of any rule at all: a variant that cannot be deployed would prove nothing. */
async function otherErrors(machine: JsonObject): Promise<readonly string[]> {
  const found = await findings(machine, []);
  return found
    .filter(({ rule, severity }) => severity === 'error' && !SPEAKING.includes(rule))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

function all(...variants: readonly Variant[]): Variant {
  return (machine) => variants.reduce((made, variant) => variant(made), machine);
}

const asItIs: Variant = (machine) => machine;

const LANGUAGES: readonly (readonly [string, Variant])[] = [
  ['JSONPath', asItIs],
  ['JSONata', toJsonata],
];

function inBothLanguages<Row extends readonly [string, ...unknown[]]>(rows: readonly Row[]) {
  return LANGUAGES.flatMap(([language, convert]) =>
    rows.map(
      ([name, ...row]) =>
        [`${name} in ${language}`, convert, row as Row extends readonly [string, ...infer R] ? R : never] as const,
    ),
  );
}

const DRAFT_STATES: Names = {
  FindFacets: 'Step 1',
  ResearchFacets: 'body',
  SearchReports: 'Für jede Frage',
  WriteBrief: 'Task',
  SaveBrief: '$.plan',
  AskLibrarian: 'Map',
};
const DRAFT_FIELDS: Names = { topic: 'subject', plan: 'r1', facet: 'entry', passages: 'found', brief: 'draftText' };

const renamedDraft = all(renameFields(DRAFT_FIELDS), renameStates(DRAFT_STATES));
const throughPasses = all(
  throughPass(['FindFacets'], 'plan', ['topic']),
  throughPass(['WriteBrief'], 'brief', ['topic']),
);
const throughVariables = all(throughVariable(['FindFacets'], 'plan'), throughVariable(['WriteBrief'], 'brief'));
const throughSelectors = all(throughSelector(['FindFacets'], 'plan'), throughSelector(['WriteBrief'], 'brief'));
const throughBoth = all(throughPass(['FindFacets'], 'plan', ['topic']), throughVariable(['WriteBrief'], 'brief'));

describe('the first draft of the research synthesis', () => {
  it.each(
    inBothLanguages<readonly [string, Variant, Names]>([
      ['as it is', asItIs, {}],
      ['renamed', renamedDraft, DRAFT_STATES],
      ['through Pass states', throughPasses, {}],
      ['through variables', throughVariables, {}],
      ['through ResultSelector', throughSelectors, {}],
      ['through a Pass and a variable', throughBoth, {}],
      [
        'through ResultSelector and Pass states, renamed',
        all(throughSelectors, throughPasses, renamedDraft),
        DRAFT_STATES,
      ],
      ['through variables, renamed', all(throughVariables, renamedDraft), DRAFT_STATES],
    ]),
  )('%s is told the same', async (_, convert, [vary, names]) => {
    const machine = convert(vary(DRAFT));
    const at = (state: string): string => names[state] ?? state;
    expect(await told(machine, SPEAKING)).toEqual(
      [
        `warning model-body-mismatch at ${at('FindFacets')}`,
        `error items-not-array at ${at('ResearchFacets')}`,
        `error wrong-result-path at ${at('ResearchFacets')}`,
        `note legacy-iterator at ${at('ResearchFacets')}`,
        `error unknown-integration at ${at('SearchReports')}`,
        `warning model-body-mismatch at ${at('WriteBrief')}`,
        `error wrong-result-path at ${at('SaveBrief')}`,
      ].sort(),
    );
    expect(await otherErrors(machine)).toEqual([]);
  });

  it('is led to the service that has the call', async () => {
    const [finding] = await findings(DRAFT, ['unknown-integration']);
    expect(finding?.help).toBe('Write aws-sdk:bedrockagentruntime:retrieveAndGenerate after states:::.');
  });
});

const INVOICE_STATES: Names = {
  ReadBatch: 'Retry',
  ReadFields: 'Ask once',
  ReadFieldsElsewhere: 'Fail',
  KeepFields: 'Catch',
  LeaveToClerk: 'Bedrock.ValidationException',
};
const INVOICE_FIELDS: Names = { invoices: 'papers', paper: 'page', fields: 'values', problem: 'trouble' };

const READERS = ['ReadFields', 'ReadFieldsElsewhere'];
const renamedInvoices = all(renameFields(INVOICE_FIELDS), renameStates(INVOICE_STATES));

const INVOICE_VARIANTS = inBothLanguages<readonly [string, Variant]>([
  ['as it is', asItIs],
  ['renamed', renamedInvoices],
  ['through Pass states', throughPass(READERS, 'fields', ['paper'])],
  ['through a variable', throughVariable(READERS, 'fields')],
  ['through ResultSelector', throughSelector(READERS, 'fields')],
  [
    'through ResultSelector and Pass states, renamed',
    all(throughSelector(READERS, 'fields'), throughPass(READERS, 'fields', ['paper']), renamedInvoices),
  ],
]);

/** Takes away the retriers that retry nothing. */
const withoutExclusions: Variant = (machine) =>
  changeState(machine, 'ReadFields', ({ Retry, ...state }) => ({
    ...state,
    Retry: (Retry as readonly JsonObject[]).filter(({ MaxAttempts }) => MaxAttempts !== 0),
  }));

describe('the extraction of invoices', () => {
  it.each(INVOICE_VARIANTS)('%s is right', async (_, convert, [vary]) => {
    const machine = convert(vary(INVOICES));
    expect(await told(machine, [...QUIET, ...SPEAKING])).toEqual([]);
    expect(await otherErrors(machine)).toEqual([]);
  });

  it.each(LANGUAGES)('in %s is not right without its precautions', async (_, convert) => {
    const careless = all(without('ReadFields', 'Catch'), withoutExclusions);
    expect(await told(convert(careless(INVOICES)), QUIET)).toEqual([
      'warning missing-quota-fallback at ReadFields',
      'warning retried-validation-error at ReadFields',
    ]);
  });

  it('is right as the example has it, whatever its states are called', async () => {
    const renamed = renameStates({
      ExtractFields: 'Fail',
      ExtractFieldsWithFallbackModel: 'B',
      QueueForClerk: 'Retry',
    });
    for (const machine of [INVOICE_EXAMPLE, renamed(INVOICE_EXAMPLE)]) {
      expect(await told(machine, [...QUIET, ...SPEAKING])).toEqual([]);
    }
    expect(await told(without('ExtractFields', 'Catch')(INVOICE_EXAMPLE), QUIET)).toEqual([
      'warning missing-quota-fallback at ExtractFields',
    ]);
  });
});
