import { BLOCKS, ELEMENTS, SURFACES, type Rule, type Shape } from './limits.ts';
import { isRecord } from './json.ts';

export type Surface = keyof typeof SURFACES;

/** Collects what is wrong, in Slack's own words with a JSON pointer. */
export type Report = (problem: string, pointer: string) => void;

const TYPED_TABLES = { block: BLOCKS, element: ELEMENTS } as const;

/** Checks an object's own properties against a shape; `implied` names are allowed beside it. */
export function checkShape(
  shape: Shape,
  value: Record<string, unknown>,
  at: string,
  report: Report,
  implied: readonly string[],
): void {
  const known = { ...shape.must, ...shape.may };
  for (const name of Object.keys(shape.must ?? {})) {
    if (value[name] === undefined || value[name] === null) report(`missing required field: ${name}`, at);
  }
  for (const group of shape.oneOf ?? []) {
    if (group.every((name) => value[name] === undefined)) report(`must define one of: ${group.join(', ')}`, at);
  }
  for (const [name, inner] of Object.entries(value)) {
    const rule = known[name];
    if (rule !== undefined) {
      if (inner !== undefined && inner !== null) checkRule(rule, inner, `${at}/${name}`, report);
    } else if (!implied.includes(name)) report(`invalid additional property: ${name}`, at);
  }
}

function checkLength(length: number, rule: { min: number; max: number }, at: string, report: Report): void {
  if (length > rule.max) report(`must be less than ${rule.max + 1} characters`, at);
  if (length < rule.min) report(`must be more than ${rule.min - 1} characters`, at);
}

function checkText(rule: Extract<Rule, { is: 'text' }>, value: unknown, at: string, report: Report): void {
  if (!isRecord(value)) return report('must provide an object', at);
  const type = rule.types.find((one) => one === value['type']);
  if (type === undefined) return report(`unsupported type: ${String(value['type'])}`, `${at}/type`);
  const extra = type === 'plain_text' ? 'emoji' : 'verbatim';
  const shape: Shape = { must: { text: { is: 'string', min: 1, max: rule.max } }, may: { [extra]: { is: 'boolean' } } };
  checkShape(shape, value, at, report, ['type']);
}

function checkTyped(
  rule: { is: 'block' | 'element'; types: readonly string[] },
  value: unknown,
  at: string,
  report: Report,
): void {
  if (!isRecord(value)) return report('must provide an object', at);
  const type = value['type'];
  // A rich_text block also stands inside tables, among elements.
  const shape = typeof type === 'string' ? (TYPED_TABLES[rule.is][type] ?? BLOCKS[type]) : undefined;
  if (shape === undefined || typeof type !== 'string' || !rule.types.includes(type)) {
    return report(`unsupported type: ${String(type)}`, `${at}/type`);
  }
  const isBlock = rule.is === 'block' || type === 'rich_text';
  checkShape(shape, value, at, report, isBlock ? ['type', 'block_id'] : ['type']);
  const blockId = value['block_id'];
  if (blockId === undefined || !isBlock) return;
  if (typeof blockId === 'string') checkLength(blockId.length, { min: 1, max: 255 }, `${at}/block_id`, report);
  else report('must provide a string', `${at}/block_id`);
}

function checkRule(rule: Rule, value: unknown, at: string, report: Report): void {
  switch (rule.is) {
    case 'string':
      if (typeof value !== 'string') return report('must provide a string', at);
      checkLength(value.length, rule, at, report);
      if (rule.pattern !== undefined && !rule.pattern.test(value)) report('has an invalid format', at);
      return;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return report('must provide a number', at);
      if (rule.whole && !Number.isInteger(value)) report('must provide an integer', at);
      if (value < rule.min || value > rule.max) report(`must be between ${rule.min} and ${rule.max}`, at);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') report('must provide a boolean', at);
      return;
    case 'word':
      if (typeof value !== 'string' || !rule.words.includes(value))
        report(`must be one of: ${rule.words.join(', ')}`, at);
      return;
    case 'text':
      return checkText(rule, value, at, report);
    case 'list':
      if (!Array.isArray(value)) return report('must provide an array', at);
      if (value.length > rule.max) report(`no more than ${rule.max} items allowed`, at);
      if (value.length < rule.min) report(`no fewer than ${rule.min} items allowed`, at);
      for (const [index, item] of value.entries()) checkRule(rule.of, item, `${at}/${index}`, report);
      return;
    case 'object':
      if (!isRecord(value)) return report('must provide an object', at);
      return checkShape(rule.shape, value, at, report, []);
    case 'block':
    case 'element':
      return checkTyped(rule, value, at, report);
    case 'anything':
  }
}

/** Checks each block against what its surface takes; counts and unique ids are checked by check-payload.ts. */
export function checkBlocks(blocks: readonly unknown[], surface: Surface, at: string, report: Report): void {
  for (const [index, one] of blocks.entries())
    checkTyped({ is: 'block', types: SURFACES[surface] }, one, `${at}/${index}`, report);
}
