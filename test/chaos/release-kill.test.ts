import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { Target } from './aim.ts'
import { judgeReleases } from './release-judge.ts'
import { ENDS, type Told, tellRelease } from './release-stories.ts'
import { createReleaseWorld, endReleaseWorld, type ReleaseWorld } from './release-world.ts'

/** 200 kills are what is promised, and what `npm run chaos` does. The suite has half a minute for this file. */
const KILLS = Number(process.env['RELEASE_KILLS'] ?? 10)
/** One release at a time is all that a repository allows; they wait more than they work. */
const WORLDS = KILLS > 50 ? 4 : 2
/** Releases that each world tells at least. The first ones of each end in another way. */
const RELEASES = 1
/** A kill comes at a random moment up to this long after the next process is ready. */
const LIVES_MS = 1_000
/** Every second kill is aimed: it comes when something was written outside that Vigie doesn't know of yet. */
const AIMED_EVERY = 2
const AIMED_WITHIN_MS = 8_000
/** ... at the next such write or at one of the following ones, so that every one of them is hit. */
const SKIPS = 4
const SETTLED_WITHIN_MS = 60_000

type Torment = {
  readonly kills: number
  readonly told: readonly Told[]
  /** How often Vigie died right after which write. */
  readonly hits: ReadonlyMap<string, number>
}

describe('kill -9', () => {
  it(`at ${KILLS} random points of releases leaves one of everything of each`, async () => {
    const began = Date.now()
    // All worlds end in order, also when one of them fails: no process is left behind.
    const ends = await Promise.allSettled(Array.from({ length: WORLDS }, (_, n) => surviveKills(n)))
    const torments = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason
      return end.value
    })
    report(torments, Date.now() - began)
    expect(torments.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(KILLS)
  })
})

async function surviveKills(n: number): Promise<Torment> {
  const world = await createReleaseWorld()
  try {
    const torment = await tormented(world, n)
    await vi.waitFor(() => judgeReleases(world, torment.told), { timeout: SETTLED_WITHIN_MS, interval: 500 })
    return torment
  } finally {
    await endReleaseWorld(world)
  }
}

/** Releases one after the other while Vigie is killed again and again. */
async function tormented({ vigie, aim, ...rest }: ReleaseWorld, world: number): Promise<Torment> {
  const told: Told[] = []
  const hits = new Map<string, number>()
  const wanted = Math.ceil(KILLS / WORLDS)
  let [kills, failed] = [0, false]
  const killing = async () => {
    for (; kills < wanted && !failed; kills += 1) {
      await vigie.ready()
      if (kills % AIMED_EVERY === 0) await sleep(Math.random() * LIVES_MS)
      else {
        const target: Target = Math.random() < 0.7 ? 'github' : 'slack'
        const route = await aim.next(target, Math.floor(Math.random() * SKIPS), AIMED_WITHIN_MS)
        if (route !== undefined) hits.set(route, (hits.get(route) ?? 0) + 1)
      }
      await vigie.kill()
      await vigie.start()
    }
  }
  const telling = async () => {
    for (let n = 0; (kills < wanted || n < RELEASES) && !failed; n += 1) {
      const end = ENDS[(n + world) % ENDS.length] ?? 'complete'
      told.push(await tellRelease({ vigie, aim, ...rest }, n + 1, end))
    }
  }
  const fail = (error: unknown) => {
    failed = true
    throw error
  }
  // What failed ends the rest too, before the world is taken down.
  const ends = await Promise.allSettled([killing().catch(fail), telling().catch(fail)])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return { kills, told, hits }
}

function report(torments: readonly Torment[], ms: number): void {
  const kills = torments.reduce((sum, torment) => sum + torment.kills, 0)
  const hits = new Map<string, number>()
  for (const [route, times] of torments.flatMap((torment) => [...torment.hits]))
    hits.set(route, (hits.get(route) ?? 0) + times)
  const aimed = [...hits.values()].reduce((sum, times) => sum + times, 0)
  const told = torments.flatMap((torment) => torment.told)
  const ends = ENDS.map((end) => `${told.filter((one) => one.end === end).length} ${end}`)
  const where = [...hits].map(([route, times]) => `${times} ${route}`)
  process.stdout.write(
    `kill -9: ${kills} kills, ${aimed} right after a write (${where.join(', ')}); ${told.length} releases (${ends.join(', ')}) in ${(ms / 1000).toFixed(1)} s\n`,
  )
}
