import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../../src/runs/release/ports.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { createRig, STARTED, VERSION } from './publication-rig.ts'

/** A release whose deployment runs. */
async function deploying() {
  const rig = createRig()
  await rig.open()
  const releaseCommit = rig.repository.state.head
  rig.repository.tagByHand(VERSION, releaseCommit)
  await rig.vigie({ step: 'publish', outcome: 'tagged', fields: { releaseCommit, tagUrl: '' } })
  await rig.perform('release.deploy')
  return rig
}

const reported = (state: Deployment['state'], said: string, at = STARTED + 1): Deployment => ({
  state,
  said,
  at,
  url: undefined,
})

describe('a deployment that goes on', () => {
  it('is told in words when they change, and once whoever looks', async () => {
    const rig = await deploying()
    await rig.attend()
    expect((await rig.last())?.key).toMatch(/^act:/)
    rig.pipeline.turn('running')
    await Promise.all([rig.attend(), rig.attend()])
    rig.restart()
    await rig.attend()
    const told = (await rig.get()).history.filter(({ what }) => what === 'progressed')
    expect(told.map(({ fields }) => fields['progress'])).toEqual([
      'queued - deploy-prod.yml on v1.4.0',
      'running - deploy-prod.yml, since 14:02',
    ])
    expect(told[1]).toMatchObject({
      key: 'progress:81:1:running - deploy-prod.yml, since 14:02',
      fields: { deployment: '81', deploymentUrl: 'https://github.test/runs/81' },
    })
  })

  it('answers its reviewers as soon as it waits for them', async () => {
    const rig = await deploying()
    rig.pipeline.state.guard = { kind: 'reviewers', weMayAnswer: true }
    rig.pipeline.turn('waiting')
    await rig.attend()
    await rig.attend()
    expect(rig.pipeline.comments).toEqual(['Approved in Vigie by Yan (REL-1)'])
  })

  it('says nothing while CI has none yet, and when GitHub is away', async () => {
    const rig = createRig()
    await rig.open()
    await rig.vigie({ step: 'publish', outcome: 'tagged', fields: { releaseCommit: 'c', tagUrl: '' } })
    await rig.attend()
    rig.pipeline.state.fault = new RemoteError('github', 'unavailable', { retry: true })
    await rig.attend()
    expect((await rig.last())?.what).toBe('tagged')
    expect(rig.warnings).toHaveLength(1)
  })
})

describe('a deployment that ended', () => {
  it.each([
    ['nobody reported', undefined],
    ['was reported as well', reported('green', 'success')],
    ['is not reported to its end', reported('running', 'in_progress')],
    ['was red before this attempt began', reported('red', 'failure', STARTED - 1)],
  ])('is deployed when the workflow is green and the deployment %s', async (_what, status) => {
    const rig = await deploying()
    rig.pipeline.state.status = status
    rig.pipeline.turn('green')
    await rig.attend()
    await rig.attend()
    expect((await rig.get()).step).toBe('smoke')
    expect((await rig.get()).facts).toMatchObject({
      deployed: true,
      deployment: '81',
      progress: 'green - deploy-prod.yml on v1.4.0',
    })
  })

  it.each([
    ['queued', 'error'],
    ['running', 'failure'],
    ['green', 'failure'],
  ] as const)('failed at once when it is reported red while the workflow is %s', async (state, said) => {
    const rig = await deploying()
    rig.pipeline.turn(state)
    rig.pipeline.state.status = reported('red', said)
    await rig.attend()
    expect(await rig.last()).toMatchObject({
      key: 'deployment:81:1',
      what: 'failed',
      fields: { because: `the deployment was reported as ${said}` },
    })
    expect((await rig.get()).step).toBe('failure')
  })

  it('lets no reviewer through when it failed before', async () => {
    const rig = await deploying()
    rig.pipeline.state.guard = { kind: 'reviewers', weMayAnswer: true }
    rig.pipeline.state.status = reported('red', 'error')
    rig.pipeline.turn('waiting')
    await rig.attend()
    expect((await rig.get()).step).toBe('failure')
    expect(rig.pipeline.comments).toEqual([])
  })

  it('failed as the workflow says', async () => {
    const rig = await deploying()
    rig.pipeline.turn('red', 'cancelled')
    await rig.attend()
    expect(await rig.last()).toMatchObject({
      what: 'failed',
      fields: {
        because: 'deploy-prod.yml ended as cancelled',
        progress: 'red - deploy-prod.yml on v1.4.0, cancelled',
      },
    })
  })

  it('failed when it runs another commit than the approved one, and is not let through', async () => {
    const rig = await deploying()
    rig.pipeline.state.guard = { kind: 'reviewers', weMayAnswer: true }
    rig.repository.tagByHand(VERSION, rig.stable)
    rig.pipeline.start(VERSION, 'waiting')
    await rig.attend()
    expect((await rig.last())?.fields['because']).toMatch(/^deploy-prod.yml ran on \w{7} and not on \w{7}/)
    expect(rig.pipeline.comments).toEqual([])
  })

  it('failed when the workflow was deleted, each time that it is', async () => {
    const rig = await deploying()
    rig.pipeline.state.gone = true
    for (let round = 0; round < 2; round += 1) {
      await rig.attend()
      expect(await rig.last()).toMatchObject({
        what: 'failed',
        fields: {
          because:
            "GitHub finds no deploy-prod.yml any more: restore it, or Vigie's access, and deploy again; or roll back",
        },
      })
      await rig.decide('failure', 'redeploy')
    }
  })

  it('leaves no earlier trouble behind', async () => {
    const rig = await deploying()
    await rig.vigie({ note: 'failed', fields: {} })
    rig.pipeline.turn('green')
    await rig.attend()
    expect((await rig.get()).facts['failed']).toBe(false)
  })
})

describe('a rollback', () => {
  it('is looked after by its tag, and not before it has one', async () => {
    const rig = createRig()
    const id = await rig.rollBack()
    rig.pipeline.start(VERSION, 'green')
    await rig.attend()
    expect((await rig.get(id)).step).toBe('deploy')
    await rig.perform('rollback.deploy')
    rig.pipeline.turn('red', 'failure')
    await rig.attend()
    expect((await rig.get(id)).step).toBe('stuck')
    expect((await rig.get(id)).facts['because']).toBe('deploy-prod.yml ended as failure')
  })
})
