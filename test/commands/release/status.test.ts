import { describe, expect, it } from 'vitest'
import { feedOf, runPageOf } from '../../../src/commands/feed.ts'
import { homeOf } from '../../../src/commands/home.ts'
import { away, CLEAR, createReleaseTalk } from './rig.ts'

describe('the console', () => {
  it('has what is under way first, then what was released or rolled back', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.bring('watch', 'v1.5.0', 'v1.4.0')
    await talk.say('yan', '/incident sev3 Slow search')
    const feed = async () => (await feedOf(talk)).threads.map(({ run }) => run)
    expect(await feed()).toEqual(['INC-1', 'REL-2', 'REL-1'])
    await talk.say('yan', '/release rollback bug white')
    expect(await feed()).toEqual(['INC-1', 'REL-2', 'REL-1'])
    const page = await runPageOf(talk, 'REL-2')
    expect(page?.thread.open).toBe(false)
    expect(page?.note?.act).toMatchObject({ kind: 'note', note: 'note', form: 'release.note' })
  })
})

/** Friday, 17:00 in Paris. */
const FRIDAY = Date.UTC(2026, 10, 27, 16, 0)

describe('how it stands', () => {
  it('says what is under way, what holds it, who has the lock, and what is released', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.bring('approve', 'v1.5.0', 'v1.4.0')
    await talk.notes('REL-2', 'examined', { ...CLEAR, 'check.ci': 'held - e2e is red', held: 'yes' })
    const words = await talk.say('nadia', '/release status')
    const { gate } = await talk.runOf('REL-2')
    for (const line of [
      '1 under way',
      `REL-2 v1.5.0 - Approve production, waits for owners (Corentin, Yan): /ops approve ${gate?.code}`,
      'REL-2 is held - CI: e2e is red',
      'The lock of production: REL-2 releases v1.5.0 since 14:32, started by Yan',
      'Production runs v1.4.0 since 14:32 (REL-1).',
      'Next freeze: vendredi soir from 27 Nov 16:00.',
    ])
      expect(words).toContain(line)
  })

  it('says who waits for whom with four eyes, and what goes on by itself', async () => {
    const talk = createReleaseTalk({ settings: { fourEyes: true } })
    await talk.bring('approve')
    expect(await talk.say('yan', '/release status')).toContain('waits for owners (Corentin): /ops approve')
    await talk.say('corentin', '/release approve')
    expect(await talk.say('yan', '/release status')).toContain(
      'REL-1 v1.4.0 - CHANGELOG and tag, goes on by itself',
    )
  })

  it.each([
    ['deploy', 'Deploy, goes on by itself'],
    ['watch', 'Watch production, goes on by itself'],
    ['staging', 'Validate staging, waits for owners (Corentin, Yan)'],
  ] as const)('asks nobody for a way out that is merely offered: %s', async (step, words) => {
    const talk = createReleaseTalk()
    await talk.bring(step)
    expect(await talk.say('nadia', '/release status')).toContain(words)
    const { waiting } = await homeOf(talk, talk.speaker('corentin').person)
    expect(waiting).toHaveLength(step === 'staging' ? 1 : 0)
  })

  it('asks for the verdict at once when production is unwell', async () => {
    const talk = createReleaseTalk()
    await talk.bring('watch')
    await talk.notes('REL-1', 'unwell', { because: 'Docmost 503' })
    expect(await talk.say('nadia', '/release status')).toContain('Watch production, waits for owners')
  })

  it('tells of a rollback first, and of what it brought back', async () => {
    const talk = createReleaseTalk()
    await talk.released('v1.4.0', 'v1.3.0')
    talk.clock.jump(60_000)
    await talk.say('sam', '/release rollback migration white')
    expect(await talk.say('yan', '/release status')).toContain(
      'RBK-1 v1.4.0 - Restore the backup, waits for responders (Corentin, Yan, Sam Martin)',
    )
    await talk.say('sam', '/release done')
    await talk.ends('RBK-1', 'deployed')
    await talk.ends('RBK-1', 'passed')
    expect(await talk.say('yan', '/release status')).toContain('Production runs v1.3.0 since 14:33 (RBK-1).')
  })

  it('says what it can where Vigie released nothing', async () => {
    const talk = createReleaseTalk()
    const words = await talk.say('yan', '/release status')
    expect(words).toContain('Nothing is being released')
    expect(words).toContain('The newest tag is v1.3.0; Vigie released nothing yet.')
    expect(words).toContain('The lock of production is free.')
    talk.repository.state.fault = away()
    expect(await talk.say('yan', '/release status')).toContain('GitHub does not tell its tags')
  })

  it('says which freeze is on, and that there is none', async () => {
    const talk = createReleaseTalk({ from: FRIDAY })
    const words = await talk.say('yan', '/release status')
    expect(words).toContain('Freeze: vendredi soir until 28 Nov 00:00. A rollback is never held.')
    expect(words).toContain('Next freeze: vendredi soir from 4 Dec 16:00.')
    const free = createReleaseTalk({ settings: { freezes: [] } })
    expect(await free.say('yan', '/release status')).toContain('No freeze is set.')
  })
})

describe('the list', () => {
  it('has what is open first, then what is over, the latest first', async () => {
    const talk = createReleaseTalk()
    expect(await talk.say('yan', '/release list')).toContain('No release so far.')
    await talk.released('v1.4.0', 'v1.3.0')
    await talk.say('yan', '/release minor')
    await talk.say('sam', '/release rollback migration white')
    const words = await talk.say('nadia', '/release list')
    for (const line of [
      '2 open',
      'REL-2 the next minor version - Decide the release since 14:32, started by Yan',
      'RBK-1 v1.4.0 back to v1.3.0 - Restore the backup since 14:32, started by Sam Martin',
      'REL-1 v1.4.0 - complete at 14:32, started by Yan',
    ])
      expect(words).toContain(line)
    expect(words.indexOf('REL-1')).toBeGreaterThan(words.indexOf('RBK-1'))
  })

  it('show has the card of one', async () => {
    const talk = createReleaseTalk()
    await talk.bring('tag')
    expect(await talk.say('nadia', '/release show rel-1')).toContain('v1.4.0')
  })

  it('show asks which one when none is named', async () => {
    expect(await createReleaseTalk().say('yan', '/release show')).toContain('Name it: /release show REL-7')
  })
})
