import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { GitHubFake } from '../fakes/github.ts'
import { answerForm, countOf, gitHubEnv, MINUTE, said, soon, startRepository } from './beside.ts'
import { type House, openHouse, SLACK } from './house.ts'
import { cardIn, wordsOf } from './ops-channel.ts'

const DECLARED = 'sev3 The export button does nothing'
const RESOLUTION = { cause: 'A missing handler', impact: 'No export', users: '3', dataLoss: 'no' }

describe('a SEV3', () => {
  let github: GitHubFake
  let house: House
  beforeEach(async () => {
    github = await startRepository()
  })
  afterEach(async () => {
    await house.close()
    expect(house.slack.refused).toEqual([])
    expect(github.refused).toEqual([])
    await github.close()
  })

  async function open(team: (yaml: string) => string = (yaml) => yaml): Promise<void> {
    house = await openHouse({ transport: 'http', env: gitHubEnv(github), team })
    github.deliver(`${house.origin}/api/webhooks/github`)
  }

  it('is an issue with its workaround, resolved once the issue is closed, and has no post-mortem', async () => {
    await open((yaml) => yaml.replace('# issues: { assignTo: yan }', 'issues: { assignTo: yan }'))
    await house.people.command(SLACK.nadia, '/incident', DECLARED)
    const issued = await said(house, 'Issue opened - INC-1')
    const [issue, ...others] = await github.issues()
    expect(others).toEqual([])
    expect(issue?.title).toBe('The export button does nothing (INC-1)')
    expect(issue?.labels.map(({ name }) => name).sort()).toEqual(['bug', 'low'])
    expect(issue?.assignees.map(({ login }) => login)).toEqual(['yan-example'])
    expect(issue?.body).toContain('INC-1, a SEV3 in Vigie, declared by Nadia')

    await house.people.click(SLACK.corentin, await cardIn(house), 'Acknowledge')
    await soon(async () => expect((await cardIn(house)).text).toContain('Mitigate (now)'))
    await answerForm(
      house,
      SLACK.corentin,
      { shown: issued, button: 'Workaround' },
      { workaround: 'Use the menu' },
    )
    await soon(async () => expect(await github.comments(issue?.number ?? 0)).toHaveLength(1))
    expect((await github.comments(issue?.number ?? 0))[0]).toContain(
      'Workaround, by Corentin in INC-1:\n\n> Use the menu',
    )

    await github.closeIssue(issue?.number ?? 0, 'yan-example')
    const closed = await said(house, 'Issue closed - INC-1')
    expect(closed.text).toMatch(
      /was closed by yan-example\.\n- Resolve the incident once the fix is released\./,
    )
    await answerForm(house, SLACK.corentin, { shown: closed, button: 'Resolve' }, RESOLUTION)
    await soon(async () =>
      expect((await cardIn(house)).text).toMatch(/^\[SEV3 RESOLVED\] formation-hub - back online/),
    )

    const run = await house.app.storage.store.get('INC-1')
    expect(run?.state).toBe('finished')
    expect((await cardIn(house)).text).not.toContain('Post-mortem')
    expect(await github.pulls()).toEqual([])
    const list = await house.people.command(SLACK.yan, '/incident', 'list')
    expect(wordsOf(list.body)).not.toContain('post-mortem owed')
  })

  it('goes to whoever is on call when nobody else is named, and waits for a GitHub that is away', async () => {
    await open()
    github.away()
    await house.people.command(SLACK.nadia, '/incident', DECLARED)
    await said(house, 'Waits for GitHub - INC-1')
    expect((await said(house, 'Waits for GitHub - INC-1')).text).toContain('Nothing to do for you')
    github.back()
    await soon(async () => {
      house.clock.jump(MINUTE)
      expect(await github.issues()).toHaveLength(1)
    })
    await said(house, 'Issue opened - INC-1')
    expect((await github.issues())[0]?.assignees.map(({ login }) => login)).toEqual(['corentin-example'])
    expect(await countOf(house, 'Issue opened - INC-1')).toBe(1)
  })

  it('an issue that is opened late for a SEV1 that turned out to be one', async () => {
    await open()
    await house.people.command(SLACK.nadia, '/incident', 'sev1 The export button does nothing')
    await soon(() => cardIn(house))
    await house.people.command(SLACK.yan, '/incident', 'severity sev3 only the export is broken')
    await said(house, 'SEV1 is SEV3 now - INC-1')
    await said(house, 'Issue opened - INC-1')
    expect(await github.issues()).toHaveLength(1)
  })

  it('says in its thread what is to be done by hand when GitHub is off', async () => {
    house = await openHouse({ transport: 'http' })
    await house.people.command(SLACK.nadia, '/incident', DECLARED)
    const failed = await said(house, 'Could not open the issue - INC-1')
    expect(failed.text).toContain('Because: GitHub is off (no GITHUB_TOKEN): open the issue by hand')
    expect(failed.text).toContain('Corentin - open it by hand, with the label bug and severity low.')
    await house.people.command(SLACK.yan, '/incident', 'workaround Use the menu')
    expect((await said(house, 'Workaround - INC-1')).text).toContain('Use the menu')
    const comment = await said(house, 'Could not write the workaround into the issue - INC-1')
    expect(comment.text).toContain('write it there by hand')
    expect(github.routes).toEqual([])
  })
})
