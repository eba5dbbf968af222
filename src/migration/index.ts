/** What the command line asks of this folder: one script of its own, loaded for the first handler that is worth reading. */
export { migrateTasks } from './migrate-tasks.ts';
export type { MigratedTask } from './migrate-tasks.ts';
export { renderJson, renderText } from './render.ts';
