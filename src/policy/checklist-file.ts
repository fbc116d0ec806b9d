import { z } from 'zod';
import { ITEM_GATES, PHASES, SHOWN, type ChecklistItem } from '../change/checklist.ts';
import { isAddress } from '../change/content-details.ts';
import { KINDS, RISKS } from '../change/model.ts';
import { Name, Said, section, text } from './shapes.ts';

export const ITEMS_MAX = 40;

export const WebLink = z.string().max(2000).refine(isAddress, { error: 'an https:// address' });

const ItemId = text(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and dashes, up to 40');
const Count = z.int().min(1).max(1000);

export const AppliesFile = section({
  critical: z.boolean().exactOptional(),
  kinds: z.array(z.enum(KINDS)).min(1).exactOptional(),
  risks: z.array(z.enum(RISKS)).min(1).exactOptional(),
  strategies: z.array(Name).min(1).exactOptional(),
  services: section({ from: Count.exactOptional(), to: Count.exactOptional() }).exactOptional(),
});

const Item = section({
  id: ItemId,
  text: Said,
  owner: Name.exactOptional(),
  when: AppliesFile.exactOptional(),
  gate: z.enum(ITEM_GATES).exactOptional(),
  shownBy: z.enum(SHOWN).exactOptional(),
  evidence: z.boolean().prefault(false),
  after: z.array(ItemId).min(1).exactOptional(),
}).transform(({ evidence, ...item }): ChecklistItem => ({ ...item, ...(evidence ? { evidence } : {}) }));

export const PhaseFile = section({
  name: z.enum(PHASES),
  owner: Name.prefault('infrastructure'),
  items: z.array(Item).min(1).max(ITEMS_MAX),
});

export const RiskFile = section({ risk: Said, mitigation: Said, when: AppliesFile.exactOptional() });
