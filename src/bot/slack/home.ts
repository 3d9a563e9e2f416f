import type { App } from '@slack/bolt'
import { cardToHome, type HomeView, homeToView } from '../../notify/slack/render.ts'
import { cardOf } from './converse.ts'
import { type Inward, speakerOf } from './inward.ts'
import { soon } from './soon.ts'
import { failedCard } from './words.ts'

export function listenToHome(app: App, inward: Inward): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab === 'home') await publishHome(inward, event.user, `home.${body.event_id}`)
  })
}

/** Draws App Home for one person. Never throws: a page that can't be drawn is logged, and the next opening draws it. */
export async function publishHome(inward: Inward, user: string, key: string): Promise<void> {
  try {
    const drawing = draw(inward, user, key)
    const first = await soon(drawing, inward.patienceMs, inward.clock)
    if (first.kind === 'answered') return await publish(inward, user, first.value)
    await publish(inward, user, cardToHome(failedCard('App Home'), inward.resolve))
    if (first.kind === 'late') await publish(inward, user, await first.later)
  } catch (error) {
    inward.log.error({ user, err: error }, 'App Home could not be drawn')
  }
}

async function draw({ talk, resolve, ...inward }: Inward, user: string, key: string): Promise<HomeView> {
  const speaker = speakerOf({ talk, resolve, ...inward }, user, key)
  if (speaker !== undefined) return homeToView(await talk.home(speaker), resolve)
  const reply = await talk.refuseStranger('slack', user)
  return reply.kind === 'form' ? { type: 'home', blocks: [] } : cardToHome(cardOf(reply), resolve)
}

async function publish({ client }: Inward, user: string, view: HomeView): Promise<void> {
  await client.views.publish({ user_id: user, view })
}
