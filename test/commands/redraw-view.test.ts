import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { openRedraw } from '../../src/commands/redraw-view.ts';

const SHOWN = { id: 'V1', hash: 'h1', callback_id: 'change-form' };
const DRAWN = { type: 'modal', title: { type: 'plain_text', text: 'File a change' }, blocks: [] } as const;

/** A Slack that has not taken a drawing before it is let. */
function aSlowSlack(body: object = { ok: true }) {
  const { promise: released, resolve: answer } = Promise.withResolvers<void>();
  const { promise: asked, resolve: heard } = Promise.withResolvers<void>();
  const views = new WebClient('xoxb-1', {
    retryConfig: { retries: 0 },
    fetch: async () => {
      heard();
      await released;
      return Response.json(body);
    },
  });
  return { views, asked, answer };
}

test('an answer waits for the drawing that is on its way, and not for one that has arrived', async () => {
  const { views, asked, answer } = aSlowSlack();
  const redraw = openRedraw({ views });
  const order: string[] = [];
  const drawn = redraw(SHOWN, '1.0', () => Promise.resolve({ ...DRAWN, blocks: [] })).then(() => order.push('drawn'));
  await asked;
  const answered = redraw.settled('V1').then(() => order.push('answered'));
  await redraw.settled('V2').then(() => order.push('another form is answered'));
  expect(order).toEqual(['another form is answered']);
  answer();
  await Promise.all([drawn, answered]);
  await redraw.settled('V1');
});

test('a drawing that Slack refuses keeps no answer back', async () => {
  const { views, asked, answer } = aSlowSlack({ ok: false, error: 'view_not_found' });
  const redraw = openRedraw({ views });
  const drawn = redraw(SHOWN, '1.0', () => Promise.resolve({ ...DRAWN, blocks: [] }));
  await asked;
  const answered = redraw.settled('V1');
  answer();
  await expect(drawn).rejects.toThrow('view_not_found');
  await expect(answered).resolves.toBeUndefined();
});
