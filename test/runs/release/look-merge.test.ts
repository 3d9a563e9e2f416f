import { describe, expect, it } from 'vitest'
import { choicesNow } from '../../../src/engine/standing.ts'
import { createRig, type Rig } from './publication-rig.ts'
import { CHANGELOG } from './small-repository.ts'

async function proposed() {
  const rig = createRig({ releases: { changelog: { path: CHANGELOG, by: 'pull-request' } } })
  await rig.open()
  await rig.perform('release.publish')
  return rig
}

function close({ repository }: Rig) {
  const [pull] = repository.pulls
  if (pull !== undefined) pull.state = 'closed'
}

describe('the pull request of the CHANGELOG', () => {
  it('is waited for while it is open, and owners may abort', async () => {
    const rig = await proposed()
    await rig.attend()
    const run = await rig.get()
    expect([run.step, choicesNow(run).map(({ id }) => id)]).toEqual(['merge', ['abort']])
  })

  it('goes on when it is merged, once', async () => {
    const rig = await proposed()
    rig.repository.merge()
    await Promise.all([rig.attend(), rig.attend()])
    const merged = (await rig.get()).history.filter(({ what }) => what === 'merged')
    expect(merged).toMatchObject([{ key: 'pull:1:merged', fields: { mergedBy: 'yan-gh' } }])
    expect((await rig.get()).step).toBe('publish')
  })

  it('aborts the release when it is closed', async () => {
    const rig = await proposed()
    close(rig)
    await rig.attend()
    expect(await rig.get()).toMatchObject({ state: 'finished', facts: { outcome: 'aborted' } })
  })
})
