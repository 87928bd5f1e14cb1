/** What expressions mean once they are read: placeholders are replaced by what they stand for. */
import type { AttributeType, AttributeValue } from '../attributeValue.ts';

/** A document path: an attribute, then map keys and list indexes. */
export type Path = readonly [attribute: string, ...elements: (string | number)[]];

/** What a comparison compares. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly path: Path };

/** How a comparison compares. */
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A KeyConditionExpression, FilterExpression or ConditionExpression. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: 'exists'; readonly path: Path; readonly exists: boolean }
  | { readonly kind: 'type'; readonly path: Path; readonly type: AttributeType }
  | { readonly kind: 'beginsWith' | 'contains'; readonly operand: Operand; readonly part: Operand };

/** What SET puts at a path. */
export type Assigned =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'ifNotExists'; readonly path: Path; readonly otherwise: Assigned }
  | { readonly kind: 'listAppend' | 'plus' | 'minus'; readonly left: Assigned; readonly right: Assigned };

/** One action of an UpdateExpression. */
export type UpdateAction =
  | { readonly kind: 'SET'; readonly path: Path; readonly to: Assigned }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: AttributeValue };
