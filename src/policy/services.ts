import { z } from 'zod';
import { KeepingTime, Span, TimeSpan } from './durations.ts';
import { Audience } from './people.ts';
import { Label, Name, section, text } from './shapes.ts';

/** A path from the policy's folder. */
export const NoticesFile = text(/^[^\p{Cc}]+\.yaml$/u, 'the path of a file of notices such as ./notices.yaml');

/** A service as the file gives it. Without an environment it counts as production, which is judged most strictly. */
export const Service = section({
  name: Label.exactOptional(),
  critical: z.boolean().prefault(false),
  environment: Name.prefault('production'),
  promotesFrom: Name.exactOptional(),
  dependsOn: z.array(Name).prefault([]),
  audience: Audience.prefault({}),
  rehearseRestore: KeepingTime.exactOptional(),
  holdsData: z.boolean().prefault(false),
  lowUsage: TimeSpan.exactOptional(),
  acceptableExtraTime: Span.prefault('2h'),
  runbooks: z.array(Name).prefault([]),
  notices: NoticesFile.exactOptional(),
}).transform(({ acceptableExtraTime, rehearseRestore, ...rest }) => ({
  ...rest,
  acceptableExtraTimeMs: acceptableExtraTime,
  ...(rehearseRestore === undefined ? {} : { rehearseRestoreEveryMs: rehearseRestore }),
}));
