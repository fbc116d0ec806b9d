import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { PlanWatch } from '../change/plan/plan-watch.ts';
import { section, text } from './shapes.ts';

const ResourceType = text(
  /^[A-Za-z0-9_-]{1,100}\*?$/,
  'a type of resource such as aws_db_instance, or its beginning with a * behind it',
);
const Value = text(/^[^\p{Cc}*]{1,200}\*?$/u, 'a value such as mock-vpc, or its beginning with a * behind it');

export const Plans = section({
  holdsData: z
    .array(ResourceType)
    .prefault([])
    .describe('Types of resources that hold data, beside those shipped; a destroy of one is pointed at first.'),
  critical: z
    .array(ResourceType)
    .prefault([])
    .describe('Types whose loss takes others with it or locks people out, beside those shipped.'),
  mocks: z
    .array(Value)
    .prefault(['mock-*', 'mock_*', 'temporary-dummy-*'])
    .describe('Values that stand for the output of a unit not applied yet.'),
});

const Shipped = section({ holdsData: z.array(ResourceType), critical: z.array(ResourceType) });

const SHIPPED_FILE = fileURLToPath(new URL('../../patterns/plans/resources.yaml', import.meta.url));
let shipped: z.infer<typeof Shipped> | undefined;

/** What a team looks for, and beside it what comes with the bot, which is read once. */
export function withShippedTypes({ holdsData, critical, mocks }: z.infer<typeof Plans>): PlanWatch {
  shipped ??= Shipped.parse(parse(readFileSync(SHIPPED_FILE, 'utf8')));
  return {
    holdsData: [...new Set([...shipped.holdsData, ...holdsData])],
    critical: [...new Set([...shipped.critical, ...critical])],
    mocks,
  };
}
