import type { WorkspaceSeed } from '../slack/workspace.ts';

/** The stand-in Slack of the demo. Its ids are those of the demo's policy. */
export const DEMO_WORKSPACE: WorkspaceSeed = {
  team: { id: 'T0SANDBOX', name: 'Gonogo sandbox' },
  people: [
    { id: 'U0ADA', name: 'ada', realName: 'Ada Moser' },
    { id: 'U0BOB', name: 'bob', realName: 'Bob Favre' },
    { id: 'U0CYD', name: 'cyd', realName: 'Cyd Rossi' },
    { id: 'U0EVE', name: 'eve', realName: 'Eve Keller' },
    { id: 'U0MIA', name: 'mia', realName: 'Mia Blanc' },
  ],
  channels: [
    { id: 'C0CHANGES', name: 'changes' },
    { id: 'C0MAINT', name: 'maintenance' },
    { id: 'C0INCIDENTS', name: 'incidents' },
    { id: 'C0OPERATOR', name: 'operator' },
  ],
  userGroups: [{ id: 'S0OPS', handle: 'ops', members: ['U0ADA', 'U0BOB'] }],
  shortcuts: [
    { callback_id: 'file_change', name: 'File a change', type: 'global' },
    { callback_id: 'make_change', name: 'Make a change from this', type: 'message' },
    { callback_id: 'record_change', name: 'Record a change made', type: 'message' },
  ],
};
