/** One line on a terminal's standard error for runs that take long enough to wonder. */
import { isTerminal, writeErr } from './output.ts';

const FIRST_AFTER_MS = 500;
const EVERY_MS = 100;

export class Progress {
  readonly #total: number;
  readonly #isShown = isTerminal('stderr');
  #next = Date.now() + FIRST_AFTER_MS;
  #isOnScreen = false;

  constructor(total: number) {
    this.#total = total;
  }

  show(count: number): void {
    const now = Date.now();
    if (!this.#isShown || now < this.#next) return;
    this.#next = now + EVERY_MS;
    this.#isOnScreen = true;
    writeErr(`\r${count} of ${this.#total} files`);
  }

  clear(): void {
    if (this.#isOnScreen) writeErr('\r\u001B[K');
    this.#isOnScreen = false;
  }
}
