import { describe, expect, it } from 'vitest'
import { createExamine, createExamineNow } from '../../../src/runs/release/examine.ts'
import type { Check } from '../../../src/runs/release/ports.ts'
import type { ReleaseSettings } from '../../../src/runs/release/settings.ts'
import { RemoteError } from '../../../src/runs/remote.ts'
import { COMMIT, createReleaseRig, GREEN, HOUR, NEXT, NOW, type World } from './prerequisites-rig.ts'

const away = new RemoteError('github', 'unavailable', { retry: true, said: 'HTTP 502' })
const refused = new RemoteError('github', 'refused', { retry: false, said: 'Bad credentials' })
const notFound = new RemoteError('github', 'not_found', { retry: false, said: 'Not Found' })

type Rig = ReturnType<typeof createReleaseRig>

/** What is found of a planned release, with a backup of two hours ago. */
async function found(prepare: (rig: Rig) => Promise<unknown> | unknown, settings?: Partial<ReleaseSettings>) {
  const rig = createReleaseRig(settings)
  await rig.backUp()
  const { id } = await rig.open()
  await rig.plan(id)
  await prepare(rig)
  const run = await rig.get(id)
  return { rig, run, ...(await createExamine(rig.deps)(run)) }
}

const inWorld = (change: Partial<World>) => (rig: Rig) => void Object.assign(rig.world, change)

function check(name: string, state: Check['state'], url?: string): Check {
  return { name, state, url }
}

describe('a release that lacks nothing', () => {
  it('is said so with the evidence of each check, and no flag is up', async () => {
    const { fields, movedTo } = await found(() => undefined)
    expect(fields).toEqual({
      commit: COMMIT,
      'check.ci': 'ok - 1 check green on 3f2a1c9',
      'check.e2e': 'ok - e2e.yml on 3f2a1c9 is green',
      'check.backup': 'ok - 2 h old (webhook: hub.dump)',
      'check.freeze': 'ok - no freeze is on',
      'check.incidents': 'ok - no SEV1 is open',
      'check.lock': 'ok - nothing else is being released',
      'check.changelog': 'ok - 2 entries in Unreleased',
      held: '',
      blocked: '',
      e2eMissing: '',
      backupMissing: '',
      frozen: '',
    })
    expect(movedTo).toBeUndefined()
  })

  it('has every field kept by the note of the playbook', async () => {
    const { run, fields } = await found(() => undefined)
    const kept = run.notes.find(({ id }) => id === 'examined')?.keeps ?? []
    expect(Object.keys(fields).toSorted()).toEqual([...kept, 'commit'].toSorted())
  })

  it('asks about its commit, and about its own branch', async () => {
    const { rig } = await found(() => undefined)
    expect(rig.asked.toSorted()).toEqual(
      ['backup', `checks ${COMMIT}`, `e2e.yml {"commit":"${COMMIT}"}`, 'head main'].filter(
        (one) => one !== 'backup',
      ),
    )
  })
})

describe('CI', () => {
  const seven = Array.from({ length: 7 }, (_, n) => check(`red-${n}`, 'red', `https://ci.example/${n}`))

  it.each<[string, Partial<World>, string]>([
    ['all green', { checks: [GREEN, check('lint', 'green')] }, 'ok - 2 checks green on 3f2a1c9'],
    ['none but those of E2E', { checks: [] }, 'ok - nothing but E2E runs on 3f2a1c9'],
    ['none at all', { checks: [], e2e: undefined }, 'held - no check ran on 3f2a1c9: start CI on it'],
    [
      'one running',
      { checks: [GREEN, check('lint', 'running')] },
      'waits - 1 of 2 checks still run on 3f2a1c9',
    ],
    [
      'red beside running',
      { checks: [check('build', 'running'), ...seven.slice(0, 2)] },
      'held - red on 3f2a1c9: red-0, red-1 - https://ci.example/0',
    ],
    [
      'more red than one reads',
      { checks: seven },
      'held - red on 3f2a1c9: red-0, red-1, red-2, red-3, red-4 and 2 more - https://ci.example/0',
    ],
    ['GitHub away', { checks: away }, 'waits - GitHub does not answer (unavailable)'],
    [
      'a token that may not',
      { checks: refused },
      'held - github: refused - Bad credentials: let the account of Vigie read checks and workflow runs',
    ],
    [
      'the branch gone',
      { head: undefined },
      'held - the branch main is gone: push it again, or abort the release',
    ],
  ])('%s', async (_what, change, said) => {
    const { fields } = await found(inWorld(change))
    expect(fields['check.ci']).toBe(said)
    const ok = said.startsWith('ok')
    expect([fields['held'], fields['blocked'], fields['frozen']]).toEqual([
      ok ? '' : 'yes',
      ok ? '' : 'yes',
      '',
    ])
  })
})

describe('E2E', () => {
  it.each<[string, Partial<World>, string]>([
    [
      'red',
      { e2e: { state: 'red', said: 'timed_out' } },
      'held - e2e.yml on 3f2a1c9 is red (timed_out): mend it, or run it again - https://ci.example/runs/7',
    ],
    ['running', { e2e: { state: 'running' } }, 'waits - e2e.yml on 3f2a1c9 is running'],
    ['queued', { e2e: { state: 'queued' } }, 'waits - e2e.yml on 3f2a1c9 is queued'],
    ['waiting', { e2e: { state: 'waiting' } }, 'waits - e2e.yml on 3f2a1c9 waits for a reviewer'],
    ['never run', { e2e: undefined }, 'held - e2e.yml did not run on 3f2a1c9: start it'],
    ['away', { e2e: away }, 'waits - GitHub does not answer (unavailable)'],
    [
      'deleted',
      { e2e: notFound },
      'held - there is no workflow e2e.yml on GitHub: correct releases.workflows.e2e in vigie.yaml',
    ],
  ])('%s: it is missing, and blocks nothing before its step', async (_what, change, said) => {
    const { fields } = await found(inWorld(change))
    expect(fields).toMatchObject({ 'check.e2e': said, held: 'yes', blocked: '', e2eMissing: 'yes' })
  })

  it('is not asked for where nothing tests staging', async () => {
    const { fields, rig } = await found(() => undefined, { workflows: { deploy: 'deploy-prod.yml' } })
    expect(fields).toMatchObject({ 'check.e2e': 'ok - no E2E workflow is configured', held: '' })
    expect(rig.asked.join()).not.toContain('.yml')
  })
})

describe('the backup', () => {
  const url = 'https://backups.example/last.json?token=s3cret'
  const within = 24 * HOUR
  const atUrl: Partial<ReleaseSettings> = { backup: { within, url } }
  /** As it is when the last one that was told of is so old. */
  const backup = (age: number, change: Partial<World> = {}) =>
    found((rig) => {
      rig.at(NOW - 2 * HOUR + age)
      Object.assign(rig.world, change)
    }, atUrl)
  const asked = { said: 'last.dump' }

  it.each([
    [0, 'ok - less than 1 h old (webhook: hub.dump)'],
    [HOUR - 1, 'ok - less than 1 h old (webhook: hub.dump)'],
    [HOUR, 'ok - 1 h old (webhook: hub.dump)'],
    [within - 1, 'ok - 23 h old (webhook: hub.dump)'],
    [within, 'held - 24 h old, allowed are 24 h (webhook: hub.dump): make one'],
    [73 * HOUR, 'held - 3 d old, allowed are 24 h (webhook: hub.dump): make one'],
    // A clock that is behind.
    [-HOUR, 'ok - less than 1 h old (webhook: hub.dump)'],
  ])('of %i ms', async (age, said) => {
    const { fields } = await backup(age)
    expect(fields['check.backup']).toBe(said)
    expect(fields['backupMissing']).toBe(said.startsWith('ok') ? '' : 'yes')
    expect(fields['blocked']).toBe('')
  })

  it('is asked for at its address only where none that does was told of', async () => {
    expect((await backup(within - 1)).rig.asked).not.toContain('backup')
    expect((await backup(within)).rig.asked).toContain('backup')
  })

  it.each<[string, Partial<World>, string]>([
    [
      'a newer one',
      { address: { ...asked, at: NOW + 20 * HOUR } },
      'ok - 8 h old (backups.example: last.dump)',
    ],
    [
      'an older one',
      { address: { ...asked, at: NOW - 3 * HOUR } },
      'held - 30 h old, allowed are 24 h (webhook: hub.dump): make one',
    ],
    ['none', { address: undefined }, 'held - 30 h old, allowed are 24 h (webhook: hub.dump): make one'],
    [
      'nothing, being away',
      { address: new RemoteError('backup', 'unreachable', { retry: true }) },
      'waits - the address of the last backup does not answer (unreachable)',
    ],
    [
      'nonsense',
      {
        address: new RemoteError('backup', 'unreadable', {
          retry: false,
          said: 'what it calls JSON is none',
        }),
      },
      'held - backup: unreadable - what it calls JSON is none: correct what stands at releases.backup.url',
    ],
  ])('its address says %s', async (_what, change, said) => {
    const { fields } = await backup(30 * HOUR, change)
    expect(fields['check.backup']).toBe(said)
  })

  it('of which none is known is missing', async () => {
    const rig = createReleaseRig()
    const { id } = await rig.open()
    const { fields } = await createExamine(rig.deps)(await rig.plan(id))
    expect(fields).toMatchObject({
      'check.backup': 'held - no backup is known: have the backup script tell POST /api/webhooks/backup',
      backupMissing: 'yes',
    })
  })
})

describe('a freeze', () => {
  /** Friday 27 November, 17:00 in Paris. */
  const FRIDAY = Date.parse('2026-11-27T17:00:00+01:00')
  const inFreeze = (after: (rig: Rig) => Promise<unknown> = async () => undefined) =>
    found(async (rig) => {
      rig.at(FRIDAY)
      await rig.backUp()
      await after(rig)
    })
  const examineFirst = async (rig: Rig) =>
    rig.note('REL-1', 'examined', (await createExamine(rig.deps)(await rig.get('REL-1'))).fields)
  const override = async (rig: Rig) => {
    await examineFirst(rig)
    await rig.note('REL-1', 'override', { overridden: 'a leak' }, 'corentin')
  }

  it('holds, says until when, and may be overridden', async () => {
    const { fields } = await inFreeze()
    expect(fields).toMatchObject({
      'check.freeze':
        'held - vendredi soir until 28 Nov 00:00: wait for its end, or an owner overrides it with a reason',
      held: 'yes',
      blocked: 'yes',
      frozen: 'yes',
    })
  })

  it('that an owner overrode holds no more; red CI still does', async () => {
    const { fields } = await inFreeze(override)
    expect(fields).toMatchObject({
      'check.freeze': 'ok - overridden by Corentin: vendredi soir until 28 Nov 00:00',
      held: '',
      frozen: '',
    })
    const red = await inFreeze(async (rig) => {
      await override(rig)
      rig.world.checks = [check('lint', 'red')]
    })
    expect(red.fields).toMatchObject({ held: 'yes', blocked: 'yes', frozen: '' })
  })

  it('that comes a week later is another', async () => {
    const { fields } = await inFreeze(async (rig) => {
      await override(rig)
      rig.at(FRIDAY + 7 * 24 * HOUR)
      await rig.backUp()
    })
    expect(fields).toMatchObject({ held: 'yes', frozen: 'yes' })
    expect(fields['check.freeze']).toMatch(/^held - vendredi soir until 5 Dec 00:00/)
  })
})

describe('what else holds it', () => {
  it('an open SEV1, by its id, and no drill', async () => {
    const { fields } = await found(async (rig) => {
      await rig.declare({ severity: 'sev1', drill: true })
      await rig.declare({ severity: 'sev1' })
      await rig.declare({ severity: 'sev2' })
      await rig.declare({ severity: 'sev1' })
    })
    expect(fields).toMatchObject({
      'check.incidents': 'held - SEV1 INC-4, INC-2 are open: resolve it first',
      held: 'yes',
      blocked: 'yes',
    })
  })

  it('an older release, until it ends', async () => {
    const rig = createReleaseRig()
    await rig.backUp()
    await rig.open()
    rig.at(NOW + 2 * 60_000)
    const second = await rig.open()
    const examine = createExamine(rig.deps)
    const lock = async () => (await examine(await rig.plan(second.id))).fields['check.lock']
    expect(await lock()).toBe('held - REL-1 releases a version to be settled since 14:00')
    await rig.plan('REL-1', { version: 'v1.3.0' })
    expect(await lock()).toBe('held - REL-1 releases v1.3.0 since 14:00')
    expect((await examine(await rig.get('REL-1'))).fields['check.lock']).toMatch(/^ok/)
    await rig.complete('REL-1', 'abort', { reason: 'later' })
    expect(await lock()).toBe('ok - nothing else is being released')
  })

  it('a rollback', async () => {
    const { fields } = await found((rig) => rig.rollBack())
    expect(fields['check.lock']).toBe('held - RBK-1 rolls back to v1.2.0 since 14:00')
  })

  it.each([
    [
      '',
      'held - Unreleased in CHANGELOG.md is empty: write what users get, push it, the release goes on by itself',
    ],
    [
      '### Added\n\n[1]: https://a.example\n',
      'held - Unreleased in CHANGELOG.md is empty: write what users get, push it, the release goes on by itself',
    ],
    ['- One', 'ok - 1 entry in Unreleased'],
    ['* One\n  - more of it\n* Two', 'ok - 2 entries in Unreleased'],
    ['Everything is new.', 'ok - Unreleased in CHANGELOG.md is written'],
  ])('what Unreleased holds: %j', async (notes, said) => {
    const rig = createReleaseRig()
    await rig.backUp()
    const { id } = await rig.open()
    const read = await createExamine(rig.deps)(await rig.plan(id, { notes }))
    expect(read.fields['check.changelog']).toBe(said)
  })
})

describe('looking again', () => {
  it('finds the same while nothing changed', async () => {
    const { rig, run, fields } = await found(() => undefined)
    rig.at(NOW + 30 * 60_000)
    expect((await createExamine(rig.deps)(run)).fields).toEqual(fields)
  })

  it('sees that the branch moved', async () => {
    expect((await found(inWorld({ head: NEXT }))).movedTo).toBe(NEXT)
    expect((await found(inWorld({ head: away }))).movedTo).toBeUndefined()
  })
})

describe('the last look', () => {
  async function lastLook(change: Partial<World>) {
    const { rig, run } = await found(inWorld(change))
    return createExamineNow(rig.deps)(run)
  }

  it('says what is not met, or nothing', async () => {
    expect(await lastLook({})).toEqual({ held: undefined })
    expect(await lastLook({ checks: [check('lint', 'red')], e2e: { state: 'running' } })).toEqual({
      held: 'CI: red on 3f2a1c9: lint; E2E: e2e.yml on 3f2a1c9 is running',
    })
    expect((await lastLook({ checks: refused })).held).toMatch(/^CI: github: refused/)
  })

  it('is taken again while GitHub is away', async () => {
    await expect(lastLook({ checks: away })).rejects.toBe(away)
    await expect(lastLook({ e2e: away })).rejects.toBe(away)
  })
})
