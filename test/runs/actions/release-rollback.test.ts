import { describe, expect, it } from 'vitest'
import { rollbackByHand } from '../../../src/notify/documents/by-hand.ts'
import { createReleaseRollback } from '../../../src/runs/actions/release-rollback.ts'
import { createProductionRig, watched } from '../release/production-rig.ts'
import { everyone } from './rig.ts'

const ASKED = { scenario: 'migration', reason: 'The rollups are broken' }

describe('the rollback of a release', () => {
  it('begins with what was asked, and the release knows it', async () => {
    const rig = createProductionRig()
    const id = await watched(rig)
    await rig.choose(id, 'rollback', ASKED)
    await rig.settle()
    expect(await rig.get('RBK-1')).toMatchObject({
      requester: 'corentin',
      step: 'restore',
      channel: 'releases',
      facts: { ...ASKED, version: 'v1.4.0', target: 'v1.3.2', release: id, workflow: 'deploy-prod.yml' },
    })
    expect((await rig.get(id)).facts).toMatchObject({ outcome: 'rolled back', rollback: 'RBK-1' })
    expect((await rig.reports(id)).map(({ what }) => what)).toEqual(['rolled', 'linked'])
  })

  it('carries what the team wrote down for the day when GitHub is away', async () => {
    const rig = createProductionRig({ settings: { byHand: 'ssh prod "deploy {version}; log {version}"' } })
    const { facts } = await rig.rollBack()
    expect(rollbackByHand(facts)).toEqual([
      'git tag v1.4.0-rollback v1.3.2 && git push origin v1.4.0-rollback',
      'gh workflow run deploy-prod.yml --ref v1.4.0-rollback',
      'ssh prod "deploy v1.3.2; log v1.3.2"',
    ])
  })

  it('begins once, however often its effect is repeated', async () => {
    const rig = createProductionRig()
    const id = await watched(rig)
    await rig.choose(id, 'rollback', ASKED)
    await rig.crash(id, 'release.rollback')
    await rig.crash(id, 'release.rollback')
    await rig.settle()
    expect(await rig.list('rollback')).toHaveLength(1)
    expect(await rig.list('incident')).toHaveLength(1)
  })

  it.each([
    ['deploy', 'healthcheck', async (_rig: ReturnType<typeof createProductionRig>, _id: string) => undefined],
    [
      'watch',
      'bug',
      async (rig: ReturnType<typeof createProductionRig>, id: string) => {
        await rig.choose(id, 'deployed', {}, 'vigie')
        await rig.settle()
      },
    ],
  ])('of an empty form at %s is a %s', async (_step, scenario, go) => {
    const rig = createProductionRig()
    const { id } = await rig.deploying()
    await go(rig, id)
    await rig.choose(id, 'rollback', { scenario: 'whatever' })
    await rig.settle()
    const [run] = await rig.list('rollback')
    expect(run?.facts).toMatchObject({ scenario, reason: 'no reason was given' })
  })

  it('belongs to the incident that the release has', async () => {
    const rig = createProductionRig()
    const { id: incident } = await rig.declare()
    const id = await watched(rig, { incident })
    await rig.choose(id, 'rollback', ASKED)
    await rig.settle()
    expect(await rig.list('incident')).toHaveLength(1)
    const [run] = await rig.list('rollback')
    expect(run?.facts['incident']).toBe(incident)
  })

  it('of a first release can not be, and the release goes on', async () => {
    const rig = createProductionRig()
    const id = await watched(rig, { previous: '' })
    await expect(rig.choose(id, 'rollback', ASKED)).rejects.toThrow('not_now')
    await rig.settle()
    expect(await rig.list('rollback')).toEqual([])
  })

  it('is told to be off where releases are', async () => {
    const rig = createProductionRig()
    const run = await rig.deploying()
    const effect = { id: 'x', run: run.id, kind: 'act', action: 'release.rollback', entry: 0 } as const
    const [entry] = run.history
    if (entry === undefined) throw new Error('no entry')
    expect(await createReleaseRollback({ directory: everyone })(run, entry, effect)).toMatchObject({
      note: 'failed',
      fields: { because: expect.stringContaining('releases are off') },
    })
  })
})
