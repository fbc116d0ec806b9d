import { Document, isMap, isScalar } from 'yaml';
import type { FirstPolicy } from './first-policy.ts';

const HEAD = ' The policy of Gonogo. examples/gonogo.yaml shows every other section with its default.';
const ABOVE: Readonly<Record<string, string>> = {
  roles: ' Slack ids of people (U…) and user groups (S…)',
  services: ' What is changed; runbooks say how',
};

/** The answers as the text of a policy file, with a few comments that say where to go on. */
export function writeFirstPolicy({ timezone, channels, roles, service }: FirstPolicy): string {
  const policy = {
    timezone,
    channels,
    roles: Object.fromEntries(Object.entries(roles).map(([role, members]) => [role, { members }])),
    ...(service && {
      services: { [service.key]: { name: service.name, environment: service.environment, critical: service.critical } },
    }),
  };
  // Two roles with the same people are written out, not as an anchor and an alias.
  const doc = new Document(policy, { aliasDuplicateObjects: false });
  doc.commentBefore = HEAD;
  for (const [section, comment] of Object.entries(ABOVE)) {
    const key = keyOf(doc, section);
    if (key) key.commentBefore = comment;
  }
  return doc.toString({ lineWidth: 120 });
}

function keyOf(doc: Document, section: string) {
  if (!isMap(doc.contents)) return undefined;
  const keys = doc.contents.items.map(({ key }) => key).filter((key) => isScalar(key));
  return keys.find(({ value }) => value === section);
}
