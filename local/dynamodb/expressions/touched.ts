/** Which top-level attributes an expression reads or writes: the values of `dynamodb:Attributes`. */
import type { Assigned, Condition, Operand, Path, UpdateAction } from './syntax.ts';

const ofOperand = (operand: Operand): readonly string[] => (operand.kind === 'value' ? [] : [operand.path[0]]);

/** Of projections. */
export const ofPaths = (paths: readonly Path[] | undefined): readonly string[] => (paths ?? []).map(([name]) => name);

/** Of conditions and filters. */
export const ofCondition = (condition: Condition | undefined): readonly string[] => {
  switch (condition?.kind) {
    case undefined:
      return [];
    case 'and':
    case 'or':
      return [...ofCondition(condition.left), ...ofCondition(condition.right)];
    case 'not':
      return ofCondition(condition.condition);
    case 'compare':
      return [...ofOperand(condition.left), ...ofOperand(condition.right)];
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(ofOperand);
    case 'in':
      return [condition.operand, ...condition.candidates].flatMap(ofOperand);
    case 'exists':
    case 'type':
      return [condition.path[0]];
    case 'beginsWith':
    case 'contains':
      return [condition.operand, condition.part].flatMap(ofOperand);
  }
};

const ofAssigned = (assigned: Assigned): readonly string[] => {
  switch (assigned.kind) {
    case 'path':
      return [assigned.path[0]];
    case 'value':
      return [];
    case 'ifNotExists':
      return [assigned.path[0], ...ofAssigned(assigned.otherwise)];
    default:
      return [...ofAssigned(assigned.left), ...ofAssigned(assigned.right)];
  }
};

/** Of updates: what is written, and what is read to write it. */
export const ofUpdate = (actions: readonly UpdateAction[] | undefined): readonly string[] =>
  (actions ?? []).flatMap((action) => [action.path[0], ...(action.kind === 'SET' ? ofAssigned(action.to) : [])]);
