import { describe, expect, it } from 'vitest'
import { MESSAGES } from '../../../src/notify/cards/index.ts'
import { PLAYBOOKS } from '../../../src/playbooks/index.ts'

const wished = [...JSON.stringify(PLAYBOOKS).matchAll(/"post":"([^"]+)"/g)].map((match) => match[1] ?? '')
const placed = (place: string) => Object.keys(MESSAGES).filter((name) => MESSAGES[name]?.place === place)

describe('the messages', () => {
  it('are those that playbooks wish for, and no others', () => {
    expect(Object.keys(MESSAGES).sort()).toEqual([...new Set(wished)].sort())
  })

  it('stand in the channel when they follow a run of their own', () => {
    expect(placed('channel').sort()).toEqual([
      'capacity.card',
      'handover.card',
      'hook-trouble.card',
      'incident.card',
      'letter.card',
      'orphan.card',
      'override.card',
      'reconciliation.card',
      'release.card',
      'rollback.card',
      'share.card',
      'sync-failure.card',
      'sync-loop.card',
      'sync-outage.card',
    ])
  })

  it('are shown to the whole channel when they call somebody or concern everybody', () => {
    expect(placed('thread_and_channel').sort()).toEqual([
      'capacity.still',
      'handover.untaken',
      'incident.backup',
      'incident.data-loss',
      'incident.declared',
      'incident.notice-due',
      'incident.owners',
      'incident.pattern',
      'incident.published',
      'incident.resolved',
      'incident.severity',
      'incident.unled',
      'release.aborted',
      'release.announced',
      'release.denied',
      'release.deploy-failed',
      'release.failed',
      'release.held',
      'release.moved',
      'release.overridden',
      'release.proposed',
      'release.refused',
      'release.sent-back',
      'release.silent',
      'release.smoke-failed',
      'release.taken',
      'release.unwell',
      'release.verdict',
      'rollback.deploy-failed',
      'rollback.done',
      'rollback.failed',
      'rollback.queued',
      'rollback.restored',
      'rollback.silent',
      'rollback.smoke-failed',
      'rollback.waiting',
      'share.undecided',
      'sync-failure.call',
      'sync-loop.call',
      'sync-outage.back',
      'sync-outage.call',
      'sync-outage.still',
    ])
  })

  it('follow a run only as its card', () => {
    const following = Object.keys(MESSAGES).filter((name) => MESSAGES[name]?.follows === true)
    expect(following.sort()).toEqual(
      Object.keys(PLAYBOOKS)
        .map((name) => `${name}.card`)
        .sort(),
    )
  })
})
