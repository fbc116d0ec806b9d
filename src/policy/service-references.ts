import { circleMessage, circles } from './circles.ts';
import { member, membersOf, textsOf } from './loose.ts';
import type { Finding } from './problem.ts';
import { undefinedName } from './role-references.ts';

/** Services and runbooks that a service names and the file does not define, and services that depend on or come from themselves. */
export function serviceFindings(file: unknown): Finding[] {
  const services = membersOf(member(file, 'services'));
  const names = services.map(([name]) => name);
  const runbooks = membersOf(member(file, 'runbooks')).map(([name]) => name);
  const unknown = services.flatMap(([name, service]): Finding[] => {
    const from = member(service, 'promotesFrom');
    return [
      ...textsOf(member(service, 'runbooks'))
        .filter(([, runbook]) => !runbooks.includes(runbook))
        .map(([i, runbook]) =>
          undefinedName(runbook, ['services', name, 'runbooks', i], 'runbook', 'runbooks', runbooks),
        ),
      ...textsOf(member(service, 'dependsOn'))
        .filter(([, other]) => !names.includes(other))
        .map(([i, other]) => undefinedName(other, ['services', name, 'dependsOn', i], 'service', 'services', names)),
      ...(typeof from !== 'string' || names.includes(from)
        ? []
        : [undefinedName(from, ['services', name, 'promotesFrom'], 'service', 'services', names)]),
    ];
  });
  const dependencies = new Map(
    services.map(([name, service]) => [name, textsOf(member(service, 'dependsOn')).map(([, other]) => other)]),
  );
  const origins = new Map(
    services.map(([name, service]) => [name, textsOf([member(service, 'promotesFrom')]).map(([, other]) => other)]),
  );
  return [...unknown, ...circleFindings(dependencies, 'dependsOn'), ...circleFindings(origins, 'promotesFrom')];
}

/** One finding per circle, at the service where it was entered. */
function circleFindings(next: ReadonlyMap<string, readonly string[]>, key: string): Finding[] {
  return circles(next).map((circle) => ({
    path: ['services', circle[0] ?? '', key],
    at: 'value',
    message: circleMessage(circle),
  }));
}
