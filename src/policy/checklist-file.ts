import { z } from 'zod';
import { ITEM_GATES, PHASES, SHOWN, type ChecklistItem } from '../change/checklist.ts';
import { isAddress } from '../change/content-details.ts';
import { KINDS, RISKS } from '../change/model.ts';
import { Name, Said, section, text } from './shapes.ts';

export const ITEMS_MAX = 40;

export const WebLink = z.string().max(2000).refine(isAddress, { error: 'an https:// address' });

const ItemId = text(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and dashes, up to 40');
const Count = z.int().min(1).max(1000);

const HowMany = section({
  from: Count.exactOptional().describe('So many or more.'),
  to: Count.exactOptional().describe('So many or fewer.'),
});

export const AppliesFile = section({
  critical: z.boolean().exactOptional().describe('Whether one of its services is critical.'),
  kinds: z.array(z.enum(KINDS)).min(1).exactOptional().describe('One of these kinds.'),
  risks: z.array(z.enum(RISKS)).min(1).exactOptional().describe('One of these risks.'),
  strategies: z.array(Name).min(1).exactOptional().describe('Made by one of these strategies.'),
  services: HowMany.exactOptional().describe('How many services it changes.'),
});

const Item = section({
  id: ItemId.describe('A name that no other item of the pattern has.'),
  text: Said.describe('What is to be done or known.'),
  owner: Name.exactOptional().describe('Whose it is, where that is not whose the phase is.'),
  when: AppliesFile.exactOptional().describe('Which changes it is for; all of what is said must hold.'),
  gate: z
    .enum(ITEM_GATES)
    .exactOptional()
    .describe('What it holds back until it is done: the phases below it, GO, the start or the closing.'),
  shownBy: z
    .enum(SHOWN)
    .exactOptional()
    .describe('What in the record ticks it, instead of a person; docs/patterns.md says when each does.'),
  evidence: z.boolean().prefault(false).describe('Whether a tick needs a file, a link or a figure.'),
  after: z.array(ItemId).min(1).exactOptional().describe('Items that come before it.'),
}).transform(({ evidence, ...item }): ChecklistItem => ({ ...item, ...(evidence ? { evidence } : {}) }));

export const PhaseFile = section({
  name: z.enum(PHASES).describe('Which phase.'),
  owner: Name.prefault('infrastructure').describe('Whose its items are: a word of `owners` in the policy, or a role.'),
  items: z.array(Item).min(1).max(ITEMS_MAX).describe('What is to be done in it.'),
});

export const RiskFile = section({
  risk: Said.describe('What may go wrong.'),
  mitigation: Said.describe('What is done about it.'),
  when: AppliesFile.exactOptional().describe('Which changes it is for.'),
});
