import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { answerForm, countOf, HOUR, jumpTo, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { cardIn, lastView, wordsOf } from './ops-channel.ts'
import { openReleaseHouse, push, type ReleaseHouse } from './release-house.ts'
import { cardSays, offers, releasedTo } from './released-to.ts'

const { corentin, yan, ludo, nadia } = SLACK

/** Nadia responds, and owns nothing. */
const nadiaResponds = (yaml: string) => yaml.replace('groups: [trainers]', 'groups: [trainers, responders]')

describe('a rollback that somebody types', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ deploys: 'success', team: nadiaResponds })
  })
  afterEach(() => house.close())

  const rolledBack = (words: string, run = 'RBK-1') =>
    cardSays(house, `[ROLLBACK ${words}] formation-hub - rolled back`, run)
  const type = async (user: string, text: string) =>
    wordsOf((await house.people.command(user, '/release', text)).body)
  const tagged = () =>
    house.github.ci.runs.filter(({ file }) => file === 'deploy-prod.yml').map(({ ref }) => ref)

  it('takes the open release back at once, typed by a responder; and nothing by somebody who may not', async () => {
    await releasedTo(house, 'watch')
    const refused = await type(ludo, 'rollback bug the editor is white')
    expect(refused).toContain('Refused')
    expect(refused).toContain('owners')
    expect(refused).toContain('responders')
    expect(tagged()).toEqual(['v1.4.0'])

    await type(nadia, 'rollback bug the editor is white')
    await rolledBack('v1.4.0 to v1.3.2')
    const release = await cardSays(house, '[RELEASE v1.4.0] formation-hub - rolled back')
    expect(release.text).toContain(
      'Rolled back by Nadia at 14:00: Bug critique decouvert dans watch period - the editor is white',
    )
    expect(tagged()).toEqual(['v1.4.0', 'v1.4.0-rollback'])
  })

  it('takes the last complete release back a day later, on a Friday evening with an open SEV1', async () => {
    jumpTo(house, '2027-03-04 18:00')
    await house.backup({ at: new Date(house.clock.now()).toISOString(), name: 'hub.dump', ok: true })
    await releasedTo(house, 'complete')
    jumpTo(house, '2027-03-05 17:30')
    await house.people.command(corentin, '/incident', 'sev1 Docmost is down')
    const incident = await soon(() => cardIn(house, 'INC-1'))
    expect(incident.text).toContain('[SEV1] formation-hub - Docmost is down')
    expect(await type(yan, 'status')).toContain('Freeze: vendredi soir until')
    expect(await type(yan, 'rollback healthcheck the containers restart')).toContain(
      'RBK-1 rolls v1.4.0 back to v1.3.2 since 17:30, started by Yan',
    )
    const rollback = await rolledBack('v1.4.0 to v1.3.2')
    expect(rollback.text).toContain('- Incident: INC-1')
    const release = await cardSays(house, '- Rollback: RBK-1')
    expect(release.text).toContain('[RELEASE v1.4.0] formation-hub - complete, then rolled back')
    await said(house, 'Rolled back: formation-hub v1.3.2 is live')
  })

  it('from the incident that begins within a day of a release: its button, and one form', async () => {
    await releasedTo(house, 'complete')
    house.clock.jump(20 * HOUR)
    await house.people.command(nadia, '/incident', 'sev1 the planning is empty')
    const card = await soon(async () => {
      const shown = await cardIn(house, 'INC-1')
      expect(shown.text).toContain('v1.4.0 (REL-1) - the last one before it')
      return shown
    })
    const values = { scenario: 'migration', reason: 'the rollup of hours is gone' }
    await answerForm(house, nadia, { shown: card, button: 'Rollback' }, values)
    await cardSays(house, 'the backup is to be restored', 'RBK-1')
    expect(tagged()).toEqual(['v1.4.0'])
    await house.people.click(nadia, await offers(house, 'Restored', 'RBK-1'), 'Restored')
    await rolledBack('v1.4.0 to v1.3.2')
    expect((await cardIn(house, 'INC-1')).text).toContain('REL-1 - rollback RBK-1')
    expect(await countOf(house, '[SEV')).toBe(1)
  })

  it('goes back once more only when somebody saw in a form which version comes back', async () => {
    const stable = await house.github.git.tag('v1.3.2')
    await house.github.git.pushTag('v1.3.1', stable?.commit ?? '', 'Release v1.3.1', 'corentin-example')
    await releasedTo(house, 'watch')
    await type(corentin, 'rollback bug the editor is white')
    await rolledBack('v1.4.0 to v1.3.2')
    const [mine, late] = [await form('rollback bug v1.3.2 is broken'), await form('rollback bug v1.3.2 too')]
    expect(wordsOf(mine.view)).toContain('v1.3.2 goes, v1.3.1 comes back. Nothing holds a rollback.')
    await house.people.submit(corentin, mine, {})
    const card = await rolledBack('v1.3.2 to v1.3.1', 'RBK-2')
    expect(card.text).toContain('- Why: v1.3.2 is broken')
    expect(await house.github.git.tag('v1.3.2-rollback')).toMatchObject({ commit: stable?.commit })
    // A second form about the same is no rollback of v1.3.1.
    await house.people.submit(corentin, late, {})
    await type(corentin, 'status')
    expect(tagged()).toEqual(['v1.4.0', 'v1.4.0-rollback', 'v1.3.2-rollback'])
  })

  async function form(text: string) {
    const before = house.slack.views.length
    await type(corentin, text)
    await soon(() => expect(house.slack.views.length).toBe(before + 1))
    return lastView(house)
  }
})

describe('a rollback of what Vigie knows nothing of', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ deploys: 'success' })
  })
  afterEach(() => house.close())

  it('goes from the newest stable tag to the one before', async () => {
    const [commit = ''] = await house.github.git.push('main', [{ message: 'chore: old' }])
    await house.github.git.pushTag('v1.3.1', commit, 'Release v1.3.1', 'corentin-example')
    await push(house.github, 'fix: nothing')
    const views = house.slack.views.length
    await house.people.command(yan, '/release', 'rollback')
    await soon(() => expect(house.slack.views.length).toBe(views + 1))
    await house.people.submit(yan, lastView(house), { scenario: 'bug', reason: 'the login loops' })
    const card = await cardSays(house, '[ROLLBACK v1.3.2 to v1.3.1] formation-hub - rolled back', 'RBK-1')
    expect(card.text).toContain('- Incident: INC-1')
    expect(await house.github.git.tag('v1.3.2-rollback')).toMatchObject({ commit })
    await soon(async () => expect((await cardIn(house, 'INC-1')).text).toContain('RBK-1'))
  })
})
