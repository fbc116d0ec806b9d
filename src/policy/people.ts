import { z } from 'zod';
import { EnvName, Name, named, section, text, withoutPrototype } from './shapes.ts';

export const ChannelId = text(/^[CG][A-Z0-9]{2,}$/, 'the id of a channel such as C0CHANGES (not its name)');

const UserId = text(/^[UW][A-Z0-9]{2,}$/, 'the id of a person such as U0ADA');

export const MemberId = text(
  /^[UWS][A-Z0-9]{2,}$/,
  'the id of a person (U…, W…) or of a user group (S…), never a name or an e-mail',
);

export const Email = z.email({ error: 'an e-mail address' });

export const Role = section({
  members: z.array(MemberId).describe('Who holds it, in person or as a group.'),
  delegates: z.array(MemberId).prefault([]).describe('Who may always answer in place of a member.'),
  fallback: Name.exactOptional().describe(
    'The role that is asked too where nobody of this one can answer, or nobody has after a reminder.',
  ),
});

/** Whose an item of a checklist is where a pattern says `infrastructure`, `testing` or `documentation`; a team may add words of its own. */
export const OWNERS = { infrastructure: 'implementer', testing: 'infrastructure-lead', documentation: 'implementer' };

export const Owners = named(Name).transform((written) => Object.assign(withoutPrototype(OWNERS), written));

export const Channels = section({
  changes: ChannelId.describe('Where the headline of each change and its thread are.'),
  incidents: ChannelId.describe('Where each incident has its message.'),
  operator: ChannelId.describe('Where the bot says what is wrong with itself, and what it could not hand over.'),
  rehearsals: ChannelId.exactOptional().describe('Where rehearsals are told; without it, to whoever asks for one.'),
});

export const Audience = section({
  channels: z.array(ChannelId).prefault([]).describe('Channels that read the notices.'),
  people: z.array(UserId).prefault([]).describe('People who read them in a direct message.'),
  emails: z.array(Email).prefault([]).describe('Mailboxes that get them, with an invitation for the window.'),
  teams: z
    .array(EnvName)
    .prefault([])
    .describe('Names of environment variables that hold addresses of webhooks of Teams, which are secrets.'),
});
