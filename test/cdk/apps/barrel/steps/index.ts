export * as steps from './begin';
export * from './machine';
export { end as finish } from './end';
