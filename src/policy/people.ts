import { z } from 'zod';
import { EnvName, Name, named, section, text, withoutPrototype } from './shapes.ts';

export const ChannelId = text(/^[CG][A-Z0-9]{2,}$/, 'the id of a channel such as C0CHANGES (not its name)');

const UserId = text(/^[UW][A-Z0-9]{2,}$/, 'the id of a person such as U0ADA');

export const MemberId = text(
  /^[UWS][A-Z0-9]{2,}$/,
  'the id of a person (U…, W…) or of a user group (S…), never a name or an e-mail',
);

export const Email = z.email({ error: 'an e-mail address' });

/** Who holds a role: in person or by group, who may answer for them, and which role is asked where nobody of it can or does. */
export const Role = section({
  members: z.array(MemberId),
  delegates: z.array(MemberId).prefault([]),
  fallback: Name.exactOptional(),
});

/** Whose an item of a checklist is where a pattern says `infrastructure`, `testing` or `documentation`; a team may add words of its own. */
const OWNERS = { infrastructure: 'implementer', testing: 'infrastructure-lead', documentation: 'implementer' };

export const Owners = named(Name).transform((written) => Object.assign(withoutPrototype(OWNERS), written));

export const Channels = section({
  changes: ChannelId,
  incidents: ChannelId,
  operator: ChannelId,
  rehearsals: ChannelId.exactOptional(),
});

/** Who hears about a service's changes. `teams` are names of environment variables: an address of a webhook is a secret. */
export const Audience = section({
  channels: z.array(ChannelId).prefault([]),
  people: z.array(UserId).prefault([]),
  emails: z.array(Email).prefault([]),
  teams: z.array(EnvName).prefault([]),
});
