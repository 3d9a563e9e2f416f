import { describe, expect, it } from 'vitest'
import { createTalk, wordsOf } from '../rig.ts'
import { away, createReleaseTalk } from './rig.ts'

describe('a release', () => {
  it.each([
    ['minor', 'REL-1 - the next minor version is being planned', 'minor'],
    ['PATCH', 'REL-1 - the next patch version is being planned', 'patch'],
    ['v1.4.0', 'REL-1 - v1.4.0 is being planned', 'v1.4.0'],
    ['1.4.0', 'REL-1 - v1.4.0 is being planned', 'v1.4.0'],
  ])('begins with %s', async (typed, sentence, asked) => {
    const talk = createReleaseTalk()
    const words = await talk.say('yan', `/release ${typed}`)
    expect(words).toContain(sentence)
    expect(words).toContain('The card stands in #ops since 14:32')
    const run = await talk.runOf('REL-1')
    expect(run.facts).toMatchObject({ asked, environment: 'production', branch: 'main' })
    expect([run.step, run.requester]).toEqual(['plan', 'yan'])
  })

  it('delivered twice is one, whatever came since', async () => {
    const talk = createReleaseTalk()
    const first = await talk.say('yan', '/release v1.4.0', 'slack:one')
    talk.repository.tags.push({ name: 'v1.4.0', commit: 'fff' })
    expect(await talk.say('yan', '/release v1.4.0', 'slack:one')).toBe(first)
    expect(await talk.store.list({ limit: 5 })).toHaveLength(1)
  })

  it.each([
    ['v1.4', '"v1.4" is no version'],
    ['v1.3.0', 'v1.3.0 exists already'],
    ['1.2.9', 'v1.2.9 is lower than v1.3.0, the last release.'],
    ['v1.4.0-rc.1', 'v1.4.0-rc.1 is a pre-release'],
    ['minor now', 'Nothing follows the version: /release minor. There was "now".'],
    ['everything', '"everything" is no subcommand.'],
    ['constructor', '"constructor" is no subcommand.'],
  ])('is not begun by %j, and it is said why', async (typed, sentence) => {
    const talk = createReleaseTalk()
    const words = await talk.say('yan', `/release ${typed}`)
    expect(words).toContain('Nothing was released')
    expect(words).toContain(sentence)
    expect(await talk.store.list({ limit: 5 })).toEqual([])
  })

  it('is refused to others than owners, who hear who may, and it is in the audit', async () => {
    const talk = createReleaseTalk()
    for (const typed of ['/release', '/release minor', '/release hotfix'])
      expect(await talk.say('sam', typed)).toContain('Only owners may: Corentin, Yan.')
    expect(await talk.audited()).toMatchObject(
      Array.from({ length: 3 }, () => ({ by: 'sam', did: 'release', reason: 'not_an_approver' })),
    )
  })

  it('waits for no other of the environment: it is refused, with who releases what', async () => {
    const talk = createReleaseTalk()
    await talk.bring('staging', 'v1.4.0')
    for (const typed of ['/release', '/release minor']) {
      const reply = await talk.talk.say(talk.speaker('corentin'), '/release', typed.slice(9))
      expect(wordsOf(reply)).toContain('REL-1 releases v1.4.0 since 14:32, started by Yan')
      expect(reply.kind === 'answer' && reply.card.buttons).toEqual([
        { label: 'Show', act: { kind: 'show', run: 'REL-1' } },
      ])
    }
    expect(await talk.store.list({ limit: 5 })).toHaveLength(1)
  })
})

describe('without an answer of GitHub', () => {
  it('a release is begun, for its plan judges the same', async () => {
    const talk = createReleaseTalk()
    talk.repository.state.fault = away()
    expect(await talk.say('yan', '/release v1.3.0')).toContain('REL-1 - v1.3.0 is being planned')
  })

  it('for two seconds too', async () => {
    const talk = createReleaseTalk()
    talk.repository.state.silent = true
    const said = talk.say('yan', '/release v1.3.0')
    await talk.waiting()
    talk.clock.jump(2_000)
    expect(await said).toContain('REL-1 - v1.3.0 is being planned')
  })

  it('what is no version is refused all the same', async () => {
    const talk = createReleaseTalk()
    talk.repository.state.fault = away()
    expect(await talk.say('yan', '/release v1.4')).toContain('"v1.4" is no version')
  })
})

describe('the form', () => {
  const send = async (values: Readonly<Record<string, string>>, change?: (talk: Talk) => void) => {
    const talk = createReleaseTalk()
    change?.(talk)
    const asked = await talk.talk.say(talk.speaker('yan'), '/release', '')
    if (asked.kind !== 'form') throw new Error(wordsOf(asked))
    const words = wordsOf(await talk.talk.send(talk.speaker('yan'), asked.form, values))
    return { words, talk }
  }
  type Talk = ReturnType<typeof createReleaseTalk>

  it('begins with what was chosen, with what was typed instead, or with neither', async () => {
    expect((await send({ asked: 'minor' })).words).toContain('the next minor version is being planned')
    expect((await send({ asked: 'minor', version: '1.5.0' })).words).toContain('v1.5.0 is being planned')
    expect((await send({})).words).toContain('REL-1 - the next version is being planned')
    expect((await send({ version: 'v1.2.0' })).words).toContain('v1.2.0 is lower')
  })

  it('takes the branch of a hotfix', async () => {
    const pushed = (talk: Talk) => void talk.repository.branches.set('hotfix/v1.2.5', 'fff')
    const { words, talk } = await send({ hotfix: 'hotfix/v1.2.5' }, pushed)
    expect(words).toContain('REL-1 - v1.2.5 is being planned')
    expect((await talk.runOf('REL-1')).facts).toMatchObject({ hotfix: true, branch: 'hotfix/v1.2.5' })
    const { talk: other } = await send({ version: 'v1.2.6', hotfix: 'fix-it' })
    expect((await other.runOf('REL-1')).facts).toMatchObject({ asked: 'v1.2.6', branch: 'fix-it' })
  })
})

describe('where releases are off', () => {
  it('everything but the help says what to set, and what is missing', async () => {
    const missing = 'Releases are off (no GITHUB_TOKEN or GITHUB_APP_ID): they are made on GitHub.'
    const talk = createTalk({ context: { warnings: ['The mail is off.', missing] } })
    for (const typed of ['', 'minor', 'rollback', 'status', 'approve']) {
      const words = await talk.say('yan', `/release ${typed}`)
      expect(words).toContain('They need a releases block and repository in vigie.yaml, and GITHUB_TOKEN')
      expect(words).toContain(missing)
      expect(words).not.toContain('The mail is off.')
    }
    expect(await talk.say('yan', '/release help')).toContain('/release rollback')
    expect(await talk.say('yan', '/ops help')).toContain('/release rollback')
  })
})
