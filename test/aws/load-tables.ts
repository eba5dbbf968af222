/** The tables as they lie in the repository, for tests, and a way to name a shape inside an input. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ActionModel, Shape } from '../../src/aws/services/service-model.ts';
import { serviceTables } from '../../src/aws/services/tables.ts';

export const DATA = path.resolve(import.meta.dirname, '../../src/aws/services/data');

export function loadText(token: string): string | undefined {
  const file = path.join(DATA, `${token}.json`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export const TABLES = serviceTables(loadText);

/** Throws for an action that has no table: tests name real ones. */
export function actionOf(token: string, name: string): ActionModel {
  const action = TABLES.service(token)?.action(name);
  if (action === undefined) throw new Error(`no table of ${token}:${name}`);
  return action;
}

/** `Messages[].Content[].Text`: members by name, elements of lists as `[]`, values of maps as `{}`. */
export function shapeAt(root: Shape, place: string): Shape | undefined {
  const steps = place.match(/[^.[\]{}]+|\[\]|\{\}/g) ?? [];
  return steps.reduce<Shape | undefined>((shape, step) => {
    if (step === '[]') return shape?.kind === 'list' ? shape.element : undefined;
    if (step === '{}') return shape?.kind === 'map' ? shape.value : undefined;
    return shape?.kind === 'structure' ? shape.members.get(step)?.shape : undefined;
  }, root);
}

export function requiredOf(shape: Shape | undefined): readonly string[] {
  if (shape?.kind !== 'structure') return [];
  return [...shape.members.values()].filter(({ isRequired }) => isRequired).map(({ name }) => name);
}
