/** The conformance table: queries and variables that do not run. */
import { at, invalid, query } from './case.ts';
import type { ConformanceCase } from './case.ts';

export const queries: readonly ConformanceCase[] = [
  {
    id: 'appsync-25',
    rule: 'an unknown field',
    sure: 'H',
    request: query('{x}'),
    answer: { body: invalid("Validation error of type FieldUndefined: Field 'x' in type 'Query' is undefined @ 'x'") },
  },
  {
    id: 'appsync-26',
    rule: 'an unknown field below another',
    sure: 'M',
    request: query('{thing{x}}'),
    answer: {
      body: invalid(
        "Validation error of type FieldUndefined: Field 'x' in type 'Thing' is undefined @ 'thing/x'",
        at(1, 8),
      ),
    },
  },
  {
    id: 'appsync-27',
    rule: 'a required variable missing',
    sure: 'H',
    request: query('query($s:String!){required(s:$s)}', {}),
    answer: { body: invalid("Variable 's' has coerced Null value for NonNull type 'String!'", at(1, 7)) },
  },
  {
    id: 'appsync-28',
    rule: "a required input field missing: the variable's name",
    sure: 'H',
    request: query('query($s:ScopeInput){echo(scope:$s)}', { s: {} }),
    answer: { body: invalid("Variable 's' has coerced Null value for NonNull type 'String!'", at(1, 7)) },
  },
  {
    id: 'appsync-29',
    rule: 'an unknown input field',
    sure: 'H',
    request: query('query($s:ScopeInput){echo(scope:$s)}', { s: { part: 'a', nope: 1 } }),
    answer: {
      body: invalid(
        "The variables input contains a field that is not defined for input object type 'ScopeInput' ",
        null,
      ),
    },
  },
  {
    id: 'appsync-30',
    rule: 'a bad AWSDateTime',
    sure: 'H',
    request: query('query($at:AWSDateTime){echo(at:$at)}', { at: 'nope' }),
    answer: {
      body: invalid("Variable 'at' has an invalid value. Unable to parse `nope` as a valid DateTime Object.", at(1, 7)),
    },
  },
  {
    id: 'appsync-31',
    rule: 'a bad value in an input: the input field’s name',
    sure: 'M',
    request: query('query($s:ScopeInput){echo(scope:$s)}', { s: { part: 'a', at: 'nope' } }),
    answer: {
      body: invalid("Variable 'at' has an invalid value. Unable to parse `nope` as a valid DateTime Object.", at(1, 7)),
    },
  },
  {
    id: 'appsync-32',
    rule: 'AWSJSON that is not a text',
    sure: 'H',
    request: query('query($json:AWSJSON){echo(json:$json)}', { json: { key1: 'hi', weird: { nested: true } } }),
    answer: {
      body: invalid(
        "Variable 'json' has an invalid value. Unable to parse {key1=hi, weird={nested=true}} as valid JSON.",
        at(1, 7),
      ),
    },
  },
  {
    id: 'appsync-33',
    rule: 'a bad enum value',
    sure: 'L',
    request: query('query($access:Access){echo(access:$access)}', { access: 'NOPE' }),
    answer: {
      includes: [
        "Variable 'access' has an invalid value. Invalid input for Enum 'Access'. No value found for name 'NOPE'",
      ],
    },
  },
  {
    id: 'appsync-34',
    rule: 'an Int out of range',
    sure: 'L',
    request: query('query($n:Int){echo(n:$n)}', { n: 2 ** 31 }),
    answer: { includes: ['"data":null', "Variable 'n' has an invalid value. Expected type 'Int' but was 'Long'."] },
  },
  {
    id: 'appsync-50',
    rule: 'an unknown argument',
    sure: 'H',
    request: query('{thing(x:1){a}}'),
    answer: { body: invalid("Validation error of type UnknownArgument: Unknown field argument x @ 'thing'", at(1, 8)) },
  },
  {
    id: 'appsync-51',
    rule: 'a missing argument',
    sure: 'H',
    request: query('{required}'),
    answer: { body: invalid("Validation error of type MissingFieldArgument: Missing field argument s @ 'required'") },
  },
  {
    id: 'appsync-52',
    rule: 'no selection of an object',
    sure: 'H',
    request: query('{thing}'),
    answer: {
      body: invalid(
        "Validation error of type SubSelectionRequired: Sub selection required for type Thing of field thing @ 'thing'",
      ),
    },
  },
  {
    id: 'appsync-53',
    rule: 'an unknown field in a literal',
    sure: 'M',
    request: query('{echo(scope:{part:"a",nope:1})}'),
    answer: {
      includes: [
        "Validation error of type WrongType: argument 'scope' with value 'ObjectValue{objectFields=[ObjectField{name='part', value=StringValue{value='a'}}, ObjectField{name='nope', value=IntValue{value=1}}]}' contains a field not in 'ScopeInput': 'nope' @ 'echo'",
      ],
    },
  },
  {
    id: 'appsync-54',
    rule: 'a literal of the wrong type',
    sure: 'M',
    request: query('{echo(s:1)}'),
    answer: {
      includes: [
        "Validation error of type WrongType: argument 's' with value 'IntValue{value=1}' is not a valid 'String' @ 'echo'",
      ],
    },
  },
  {
    id: 'appsync-59',
    rule: 'a variable that is not used',
    sure: 'M',
    request: query('query($s:String){early}'),
    answer: { body: invalid('Validation error of type UnusedVariable: Unused variable s', at(1, 7)) },
  },
  {
    id: 'appsync-60',
    rule: 'a variable of another type than its argument',
    sure: 'M',
    request: query('query($s:Int!){required(s:$s)}', { s: 1 }),
    answer: { includes: ["Validation error of type VariableTypeMismatch: Variable type doesn't match"] },
  },
  {
    id: 'appsync-61',
    rule: 'a variable that is not declared',
    sure: 'L',
    request: query('{required(s:$s)}'),
    answer: { includes: ['Validation error of type UndefinedVariable: Undefined variable s'] },
  },
  {
    id: 'appsync-62',
    rule: 'a subscription to a schema without any',
    sure: 'L',
    request: query('subscription{x}'),
    answer: { body: invalid('Schema is not configured for subscriptions.', at(1, 1)) },
  },
];
