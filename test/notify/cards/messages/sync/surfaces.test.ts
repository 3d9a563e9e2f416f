import { describe, expect, it } from 'vitest'
import type { Run } from '../../../../../src/engine/run.ts'
import { threadOf } from '../../../../../src/notify/cards/index.ts'
import { cardToHtml } from '../../../../../src/notify/html/render.ts'
import { cardToBlockKit } from '../../../../../src/notify/slack/render.ts'
import { faultsOf, messageSchema } from '../../../../fakes/slack-blocks.ts'
import { lookAt } from '../../../../fixtures/incident-run.ts'
import { reported } from '../../../../fixtures/small-runs.ts'
import {
  away,
  givenUp,
  hooksOff,
  looping,
  orphaned,
  overCapacity,
  reconciling,
  shared,
  written,
} from '../../../../fixtures/sync-runs.ts'

const RUNS: readonly (readonly [string, Run])[] = [
  ['capacity', reported(overCapacity(), 'unmailed', 1, { sent: '0', off: true })],
  ['share', shared({ title: 'Budget <b>2027</b> & more' })],
  ['sync-loop', looping()],
  ['sync-outage', away()],
  ['sync-failure', givenUp()],
  ['orphan', orphaned()],
  ['hook-trouble', hooksOff()],
  ['reconciliation', reconciling()],
  ['letter', reported(written(), 'queued', 1, { because: 'smtp: unreachable' })],
]

function cardsOf(run: Run) {
  const { card, replies } = threadOf(run, lookAt(2))
  return [card, ...replies.map((reply) => reply.card)]
}

describe.each(RUNS)('every message of %s', (_name, run) => {
  it('is one that Slack takes, with all its buttons', () => {
    for (const card of cardsOf(run)) {
      const message = cardToBlockKit(card, () => undefined)
      expect(faultsOf(messageSchema, message)).toEqual([])
      const json = JSON.stringify(message.blocks)
      for (const { label } of card.buttons) expect(json).toContain(`"text":"${label}"`)
    }
  })

  it('is shown by the console, with what people wrote as words', () => {
    for (const card of cardsOf(run)) {
      const html = String(
        cardToHtml(card, { action: '/console/act', csrf: 'csrf-1', nonce: () => 'nonce-1', level: 3 }),
      )
      for (const { label } of card.buttons) expect(html).toContain(label)
      expect(html).not.toContain('<b>2027</b>')
    }
  })
})
