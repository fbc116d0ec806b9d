import { z } from 'zod';
import { KeepingTime, Span, TimeSpan } from './durations.ts';
import { Audience } from './people.ts';
import { Label, Name, section, text } from './shapes.ts';

/** A path from the policy's folder. */
export const NoticesFile = text(/^[^\p{Cc}]+\.yaml$/u, 'the path of a file of notices such as ./notices.yaml');

/** A service as the file gives it. */
export const Service = section({
  name: Label.exactOptional().describe('What people read; by default its name in the file.'),
  critical: z
    .boolean()
    .prefault(false)
    .describe(
      'Whether it is judged most strictly: a way back in five minutes, quiet hours, a proven backup, a longer watch.',
    ),
  environment: Name.prefault('production').describe('Which environment it is part of.'),
  promotesFrom: Name.exactOptional().describe('The service where a commit must have been tested before it comes here.'),
  dependsOn: z.array(Name).prefault([]).describe('Services that it leans on.'),
  audience: Audience.prefault({}).describe('Who hears of its changes.'),
  rehearseRestore: KeepingTime.exactOptional().describe(
    'How old its last restore rehearsal may be before the weekly message asks for another.',
  ),
  holdsData: z
    .boolean()
    .prefault(false)
    .describe('Whether it keeps data, so that the form says where software and data would change at once.'),
  lowUsage: TimeSpan.exactOptional().describe('When few use it; a critical service is changed then.'),
  acceptableExtraTime: Span.prefault('2h').describe('How long work may go on past the window.'),
  runbooks: z.array(Name).prefault([]).describe('Runbooks that may change it.'),
  notices: NoticesFile.exactOptional().describe("A file with this service's own words for notices."),
}).transform(({ acceptableExtraTime, rehearseRestore, ...rest }) => ({
  ...rest,
  acceptableExtraTimeMs: acceptableExtraTime,
  ...(rehearseRestore === undefined ? {} : { rehearseRestoreEveryMs: rehearseRestore }),
}));
