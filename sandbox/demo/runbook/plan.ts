import { foresee } from './foresee.ts';
import { runStep } from './step.ts';

await runStep(async ({ dir, args, say }) => {
  const { release, before, after, orders, schema } = await foresee(dir, args[0]);
  if (before.version === release.name && schema === release.schema) {
    say(`Orders is ${release.name} already: only a restart would happen.`);
    return;
  }
  say('Orders would change:');
  say(`  ~ config.json     version   ${before.version} -> ${after.version}`);
  say(`  ~ config.json     greeting  "${before.greeting}" -> "${after.greeting}"`);
  if (schema < release.schema) {
    say(`  ~ orders.sqlite   schema    ${schema} -> ${release.schema}`);
    say(`  + orders.sqlite   column    field_${release.schema}, filled in for ${orders} orders`);
  } else say(`    orders.sqlite   schema    ${schema} fits, nothing to migrate`);
  say('  ~ service         restart   away for less than a second');
  say('Nothing would be deleted.');
});
