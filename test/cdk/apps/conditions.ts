import { App, Stack } from 'aws-cdk-lib';
import { Choice, Condition as C, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
export class Conditions extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const all: [string, C][] = [
      ['present', C.isPresent('$.v')], ['absent', C.isNotPresent('$.v')], ['string', C.isString('$.v')], ['not string', C.isNotString('$.v')],
      ['numeric', C.isNumeric('$.v')], ['not numeric', C.isNotNumeric('$.v')], ['boolean', C.isBoolean('$.v')], ['not boolean', C.isNotBoolean('$.v')],
      ['timestamp', C.isTimestamp('$.v')], ['not timestamp', C.isNotTimestamp('$.v')], ['null', C.isNull('$.v')], ['not null', C.isNotNull('$.v')],
      ['be', C.booleanEquals('$.v', false)], ['bep', C.booleanEqualsJsonPath('$.v', '$.w')],
      ['se', C.stringEquals('$.v', 'a')], ['sep', C.stringEqualsJsonPath('$.v', '$.w')], ['sl', C.stringLessThan('$.v', 'b')], ['slp', C.stringLessThanJsonPath('$.v', '$.w')],
      ['sle', C.stringLessThanEquals('$.v', 'b')], ['slep', C.stringLessThanEqualsJsonPath('$.v', '$.w')], ['sg', C.stringGreaterThan('$.v', 'b')], ['sgp', C.stringGreaterThanJsonPath('$.v', '$.w')],
      ['sge', C.stringGreaterThanEquals('$.v', 'b')], ['sgep', C.stringGreaterThanEqualsJsonPath('$.v', '$.w')], ['sm', C.stringMatches('$.v', 'log-*.txt')],
      ['ne', C.numberEquals('$.v', 1)], ['nep', C.numberEqualsJsonPath('$.v', '$.w')], ['nl', C.numberLessThan('$.v', -1)], ['nlp', C.numberLessThanJsonPath('$.v', '$.w')],
      ['nle', C.numberLessThanEquals('$.v', 1.5)], ['nlep', C.numberLessThanEqualsJsonPath('$.v', '$.w')], ['ng', C.numberGreaterThan('$.v', 1e3)], ['ngp', C.numberGreaterThanJsonPath('$.v', '$.w')],
      ['nge', C.numberGreaterThanEquals('$.v', 0)], ['ngep', C.numberGreaterThanEqualsJsonPath('$.v', '$.w')],
      ['te', C.timestampEquals('$.v', '2025-01-01T00:00:00Z')], ['tep', C.timestampEqualsJsonPath('$.v', '$.w')], ['tl', C.timestampLessThan('$.v', '2025-01-01T00:00:00Z')], ['tlp', C.timestampLessThanJsonPath('$.v', '$.w')],
      ['tle', C.timestampLessThanEquals('$.v', '2025-01-01T00:00:00Z')], ['tg', C.timestampGreaterThan('$.v', '2025-01-01T00:00:00Z')], ['tge', C.timestampGreaterThanEquals('$.v', '2025-01-01T00:00:00Z')], ['tgep', C.timestampGreaterThanEqualsJsonPath('$.v', '$.w')],
      ['both', C.and(C.isPresent('$.v'), C.or(C.isString('$.v'), C.not(C.isNull('$.w'))))],
    ];
    const choice = new Choice(this, 'Which');
    for (const [name, condition] of all) choice.when(condition, new Pass(this, name));
    choice.otherwise(new Pass(this, 'None of them'));
    new StateMachine(this, 'Choosing', { definition: choice });
  }
}
