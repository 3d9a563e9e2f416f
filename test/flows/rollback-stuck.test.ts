import { afterEach, describe, expect, it } from 'vitest'
import { answerForm, countOf, said, soon } from './beside.ts'
import { SLACK } from './house.ts'
import { openReleaseHouse, type ReleaseHouse, type ReleaseHouseOptions } from './release-house.ts'
import { buttonsOn, cardOn } from './release-steps.ts'
import { cardSays, offers, releasedTo } from './released-to.ts'

const { corentin, yan } = SLACK

/** The command of the example for the day when nothing but the host is left. */
const byHand = (yaml: string) => yaml.replace('# byHand: ssh prod', 'byHand: ssh prod')

describe('a rollback that has to be helped', () => {
  let house: ReleaseHouse
  const open = async (options: ReleaseHouseOptions) => {
    house = await openReleaseHouse({ team: byHand, ...options })
  }
  afterEach(() => house.close())

  const tagged = () =>
    house.github.ci.runs.filter(({ file }) => file === 'deploy-prod.yml').map(({ ref }) => ref)
  const type = (text: string) => house.people.command(corentin, '/release', text)
  const deploys = (ends?: 'success' | 'failure') =>
    house.github.ci.workflow('deploy-prod.yml', {
      on: ['workflow_dispatch'],
      environment: 'production',
      ...(ends === undefined ? {} : { ends }),
    })

  it('after leaked credentials: rotated first, deployed, and audited last, in the console', async () => {
    await open({ deploys: 'success' })
    await releasedTo(house, 'watch')
    const console = await house.atConsole('yan')
    const page = await console.press('REL-1', 'Rollback')
    await page.fill({ scenario: 'credentials', reason: 'the token stands in a public log' })
    const rotate = await cardSays(house, 'the secrets are to be rotated', 'RBK-1')
    expect(rotate.text).toContain('rotate every secret that may have leaked')
    expect(rotate.text).toContain('runbook-rotate-secrets.md')
    expect(rotate.text).toContain('- Scenario: Compromission credentials post-deploy')
    expect(tagged()).toEqual(['v1.4.0'])

    await console.press('RBK-1', 'Rotated')
    const audit = await cardSays(house, 'the logs are to be audited', 'RBK-1')
    expect(audit.text).toContain('Audit the logs')
    expect(tagged()).toEqual(['v1.4.0', 'v1.4.0-rollback'])
    expect(await countOf(house, 'Rolled back: ')).toBe(0)
    await console.press('RBK-1', 'Audited')
    await cardSays(house, '[ROLLBACK v1.4.0 to v1.3.2] formation-hub - rolled back', 'RBK-1')
    await said(house, 'Rolled back: formation-hub v1.3.2 is live')
    await soon(async () =>
      expect((await console.open('/console/runs/RBK-1')).text).toContain('rotated the secrets by Yan'),
    )
  })

  it('while GitHub is away: the commands stand on the card, and Done by hand goes on', async () => {
    await open({ deploys: 'success' })
    await releasedTo(house, 'watch')
    house.github.away()
    await type('rollback healthcheck the containers restart')
    const queued = await said(house, 'Waits for GitHub - RBK-1', 'releases')
    expect(queued.text).toContain('- To do: start the deployment of the stable version')
    expect(queued.text).toContain('Type the commands on the card, then Done by hand.')
    expect(buttonsOn(queued)).toEqual(['Done by hand'])
    const card = await offers(house, 'Done by hand', 'RBK-1')
    const commands = card.text?.replaceAll('&amp;', '&')
    expect(commands).toContain('git tag v1.4.0-rollback v1.3.2 && git push origin v1.4.0-rollback')
    expect(commands).toContain('gh workflow run deploy-prod.yml --ref v1.4.0-rollback')
    expect(commands).toContain(
      "ssh prod 'cd /srv/formation-hub && git checkout v1.3.2 && docker compose up -d'",
    )
    await answerForm(house, yan, { shown: card, button: 'Done by hand' }, { byHand: 'ssh prod, v1.3.2' })
    const done = await cardSays(house, '[ROLLBACK v1.4.0 to v1.3.2] formation-hub - rolled back', 'RBK-1')
    expect(done.text).toContain('- Deployed by hand: ssh prod, v1.3.2')
    house.github.back()
    house.clock.jump(31_000)
    // What waited for GitHub as well is done, and this isn't any more.
    await said(house, 'Changes of the last 24 h - INC-1')
    await house.github.ci.settled()
    expect(tagged()).toEqual(['v1.4.0'])
    expect(await house.github.git.tag('v1.4.0-rollback')).toBeUndefined()
  })

  it('whose own deployment fails, and whose smoke tests do: tried again, then done by hand', async () => {
    await open({ deploys: 'success' })
    await releasedTo(house, 'watch')
    deploys('failure')
    await type('rollback bug the editor is white')
    const stuck = await cardSays(house, 'is stuck, to be done by hand', 'RBK-1')
    expect(buttonsOn(stuck)).toEqual(['Try again', 'Done by hand'])
    const told = await said(house, 'The rollback was not deployed - RBK-1', 'releases')
    expect(told.text).toContain('bring v1.3.2 back by hand; the commands stand on the card.')
    deploys('success')
    for (const one of Object.values(house.production)) one.answer(500)
    await house.people.click(yan, stuck, 'Try again')
    await soon(async () => {
      house.clock.jump(5_000)
      expect((await cardOn(house, 'RBK-1')).text).toContain('Docmost - not ok - 500')
    })
    const ko = await said(house, 'Smoke KO after the rollback - RBK-1', 'releases')
    expect(ko.text).toContain('Docmost - not ok - 500')
    const again = await cardSays(house, 'is stuck, to be done by hand', 'RBK-1')
    expect(again.text).toContain('by hand: Docmost - not ok - 500, expected 200 - 3 tries')
    expect(tagged()).toEqual(['v1.4.0', 'v1.4.0-rollback'])
    for (const one of Object.values(house.production)) one.answer(200)
    await answerForm(house, yan, { shown: again, button: 'Done by hand' }, { byHand: 'restarted the host' })
    await cardSays(house, '[ROLLBACK v1.4.0 to v1.3.2] formation-hub - rolled back', 'RBK-1')
  })
})
