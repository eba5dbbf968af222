/** The list of CDK's names for models against CDK itself. */
import { FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock';
import { expect, it } from 'vitest';
import { MODEL_IDS } from '../../src/hosts/cdk/model-ids.ts';

it('names every model that CDK has a constant for', () => {
  const constants = Object.entries(FoundationModelIdentifier).flatMap(([name, value]) =>
    value instanceof FoundationModelIdentifier ? [[name, value.modelId] as const] : [],
  );
  expect(constants.length).toBeGreaterThan(100);
  expect(MODEL_IDS).toEqual(Object.fromEntries(constants));
});
