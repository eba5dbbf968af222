/**
 * Programs put together by chance: states, calls that link them, and around these the conditions, loops and functions
 * that decide whether they happen. Each exports `main(scope, given)`, of which a reader cannot know `given`.
 */
import type { Random } from '../rehost/random.ts';

export interface Given {
  readonly a: boolean;
  readonly b: boolean;
  readonly s: string;
  readonly n: number;
  readonly list: readonly string[];
  readonly one: readonly number[];
  readonly o: object;
}

/** What a run of a program is given. */
export function given(random: Random): Given {
  const a = random.chance(0.5);
  const one = random.chance(0.5) ? [1] : [];
  return { a, b: !a, s: random.pick(['x', 'k', 'y']), n: random.pick([1, 3]), list: ['z'], one, o: { o: 1 } };
}

const HEAD = `const { Duration } = require('aws-cdk-lib');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const { Pass, Wait, WaitTime, Parallel, Choice, Condition, JsonPath, StateMachine } = sfn;
const known = { on: true, name: 'k', list: ['a', 'b'], one: [1], n: 3 };
exports.main = (s, given) => {
  const bag = { w: 'w' };
  const steps = [];
  const named = (id) => new Pass(s, id, { comment: id.toLowerCase() });
  const either = (id, flag) => {
    if (flag) return new Pass(s, id, { comment: 'flag' });
    return new Wait(s, id, { time: WaitTime.duration(Duration.seconds(1)) });
  };
  const retry = (state, props) => { if (state.addRetry) state.addRetry(props); };
  const now = (call) => { call(); };
  const v0 = new Pass(s, 'Z0');
  const v1 = new Pass(s, 'Z1');
  const v2 = new Choice(s, 'Z2').when(Condition.isPresent('$.q'), v0);
  const v3 = new Parallel(s, 'Z3').branch(new Pass(s, 'Z4'));
  const v5 = new Pass(s, 'Z5');
  v0.next(v1).next(v3).next(v2);
  v2.otherwise(v5);
`;
const TAIL = `  new StateMachine(s, 'M', { definitionBody: sfn.DefinitionBody.fromChainable(v0) });
};
`;

const CONDITIONS = [
  'given.a',
  'given.b',
  "given.s === 'x'",
  'true',
  'false',
  'known.on',
  'known.list.length > 1',
  'given.n > 2',
  '!given.a',
  "given.list.includes('z')",
  "known.name === 'k'",
];

const VALUES = [
  '1',
  "'t'",
  'given.s',
  '`v${given.n}`',
  'known.name',
  '{ a: 1, b: given.s }',
  "[1, 'x']",
  "JsonPath.stringAt('$.p')",
  'known.list',
  "JsonPath.format('{}', JsonPath.stringAt('$.q'))",
  'bag',
  '{ ...bag, z: 1 }',
  'given.o',
  '{ ...given.o }',
];

export function writeProgram(random: Random): string {
  const writer = new ProgramWriter(random);
  const count = 5 + random.below(10);
  for (let i = 0; i < count; i++) writer.statement(0);
  return HEAD + writer.lines.join('\n') + TAIL;
}

class ProgramWriter {
  readonly lines: string[] = [];
  readonly #random: Random;
  #count = 6;
  /** Variables that hold states, of which the second group has no transition yet. */
  #states = ['v0', 'v1', 'v3', 'v5'];
  readonly #linked = new Set(['v0', 'v1', 'v3']);

  constructor(random: Random) {
    this.#random = random;
  }

  statement(depth: number): void {
    const kinds = [
      () => this.#declare(),
      () => this.#link(),
      () => this.#link(),
      () => this.#handle(),
      () => this.#alias(),
      () => this.#choice(),
      () => this.#line(`bag.${this.#pick(['x', 'y'])} = ${this.#pick(['1', 'given.s', "'q'"])};`),
      () => this.#line(`steps.push(${this.#state()});`),
      () => this.#line('for (const step of steps) retry(step, { maxAttempts: 7 });'),
    ];
    if (depth < 3) kinds.push(...[1, 2, 3].map(() => () => this.#around(depth)));
    this.#pick(kinds)();
  }

  #pick<T>(from: readonly T[]): T {
    const found = from[this.#random.below(from.length)];
    if (found === undefined) throw new TypeError('nothing to pick from');
    return found;
  }

  #line(text: string): void {
    this.lines.push(`  ${text}`);
  }

  #id(): number {
    return this.#count++;
  }

  #free(): readonly string[] {
    return this.#states.filter((state) => !this.#linked.has(state) && !state.startsWith('c'));
  }

  #newState(): string {
    const id = `'S${this.#id()}'`;
    return this.#pick([
      `new Pass(s, ${id})`,
      `new Pass(s, ${id}, { comment: ${this.#pick(["'c'", 'known.name', 'given.s'])} })`,
      `new Pass(s, ${id}, { parameters: { v: ${this.#pick(VALUES)} } })`,
      `new Wait(s, ${id}, { time: WaitTime.duration(Duration.seconds(${this.#pick(['5', 'known.n', 'given.n'])})) })`,
      `new Parallel(s, ${id}).branch(new Pass(s, 'S${this.#id()}'))`,
      `named(${id})`,
      `either(${id}, ${this.#pick(['true', 'false', 'given.a'])})`,
    ]);
  }

  #state(): string {
    return this.#random.chance(0.4) ? this.#pick(this.#states) : this.#newState();
  }

  #declare(): void {
    const name = `v${this.#id()}`;
    this.#line(`${this.#pick(['const', 'let'])} ${name} = ${this.#newState()};`);
    this.#states.push(name);
  }

  /** Each variable is put before another state once at most: CDK refuses a second time. */
  #link(): void {
    const free = this.#free();
    if (free.length === 0) return;
    const from = this.#pick(free);
    this.#linked.add(from);
    const call = `${from}.next(${this.#state()})`;
    this.#line(this.#random.chance(0.5) ? `${call};` : `now(() => ${call});`);
  }

  #handle(): void {
    const state = this.#pick(this.#states);
    const attempts = this.#pick(['1', 'given.n', 'known.n']);
    if (this.#random.chance(0.5)) this.#line(`retry(${state}, { maxAttempts: ${attempts} });`);
    else this.#line(`if (${state}.addCatch) ${state}.addCatch(${this.#state()}, { resultPath: '$.e' });`);
  }

  #alias(): void {
    const free = this.#free();
    if (free.length === 0) return;
    const of = this.#pick(free);
    this.#linked.add(of);
    const name = `w${this.#id()}`;
    this.#line(`let ${name} = ${of};`);
    this.#line(`if (${this.#pick(CONDITIONS)}) { ${name} = ${this.#newState()}; }`);
    this.#states.push(name);
  }

  #choice(): void {
    const name = `c${this.#id()}`;
    this.#line(`const ${name} = new Choice(s, 'S${this.#id()}');`);
    this.#line(`${name}.when(Condition.isPresent('$.x'), ${this.#state()});`);
    if (this.#random.chance(0.7))
      this.#line(`${this.#pick(['if (given.a) ', ''])}${name}.otherwise(${this.#state()});`);
    this.#line(`steps.push(${name});`);
    const free = this.#free();
    if (free.length === 0 || this.#random.chance(0.5)) return;
    const from = this.#pick(free);
    this.#linked.add(from);
    this.#line(`${from}.next(${name});`);
  }

  /** Statements inside one that decides whether they run. */
  #around(depth: number): void {
    const name = `f${this.#id()}`;
    const condition = this.#pick(CONDITIONS);
    const [before, after] = this.#pick([
      [`if (${condition}) {`, '}'],
      [`if (!(${condition})) { bag.z = 1; } else {`, '}'],
      [`for (const k of ${this.#pick(['[1]', 'known.one', 'given.one'])}) {`, '}'],
      ['try {', '} finally {}'],
      [`switch (${this.#pick(['given.s', 'known.name'])}) { case 'k': {`, '} }'],
      [`const ${name} = () => {`, `}; ${condition} && ${name}();`],
      [`const ${name} = () => { if (${condition}) return;`, `}; ${name}();`],
      [`${this.#pick(['known.one', 'given.one'])}.forEach(() => {`, '});'],
      [`let ${name} = 0; while (${name} < ${this.#pick(['1', 'given.n - 2'])}) { ${name}++;`, '}'],
    ] as const);
    this.#line(before);
    const outer = [...this.#states];
    const count = 1 + this.#random.below(3);
    for (let i = 0; i < count; i++) this.statement(depth + 1);
    this.#states = outer;
    this.#line(after);
  }
}
