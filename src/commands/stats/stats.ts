import { endedOf } from '../../change/figures/tally.ts';
import { named } from '../../change/named.ts';
import { readReport } from '../../journal/read-report.ts';
import { listOf, quoted } from '../../slack/blocks.ts';
import { uploadPrivately } from '../../slack/upload.ts';
import { figuresSvg } from '../../pictures/figures-svg.ts';
import { png } from '../../pictures/png.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { tell, type Respond } from '../private.ts';
import { readAsked } from './read-asked.ts';
import { pictured } from './stats-picture.ts';
import { statsView } from './stats-view.ts';

/** Answers `/change stats` in private, and puts the figures as a picture into the direct conversation; of no change there is no picture. */
export async function onStats(
  deps: CommandDeps,
  respond: Respond,
  { user, rest }: { readonly user: string; readonly rest: string },
): Promise<void> {
  const policy = deps.policy();
  const asked = readAsked(rest);
  if (!asked) {
    return tell(
      deps,
      respond,
      'Write `/change stats`, or with `30d`, `90d` or `365d`, and `service:NAME` for one service.',
    );
  }
  if (asked.service !== undefined && !named(policy.services, asked.service)) {
    const known = listOf(
      Object.keys(policy.services).map((s) => quoted(s, 60)),
      20,
    );
    return tell(
      deps,
      respond,
      `The policy names no service ${quoted(asked.service, 60)}; it names ${known || 'none yet'}.`,
    );
  }
  const report = await inTime(readReport(deps.record, policy, asked));
  const view = statsView(report, policy);
  await tell(deps, respond, view.text, view.blocks);
  if (endedOf(report.figures.ended) === 0) return;
  try {
    const content = await png(figuresSvg(pictured(report, policy)));
    await uploadPrivately(deps.posts, user, { name: 'changes.png', content });
  } catch (error) {
    deps.log.warn({ err: error }, 'handing over a picture of the figures');
    await tell(deps, respond, 'The picture of it could not be handed over just now; its figures stand in the answer.');
  }
}
