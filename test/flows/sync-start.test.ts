import { afterEach, expect, it, vi } from 'vitest'
import { startDemoWorld } from '../../script/demo/world.ts'
import { type House, openHouse } from './house.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function open(): Promise<{
  readonly house: House
  readonly world: Awaited<ReturnType<typeof startDemoWorld>>
}> {
  const world = await startDemoWorld()
  ends.push(async () => void (await Promise.all([world.baserow.close(), world.docmost.close()])))
  world.baserow.fail('GET rows', { status: 503 })
  // Without the account no missing webhook is found, which would have everything compared too.
  const { BASEROW_EMAIL: _email, BASEROW_PASSWORD: _password, ...env } = world.variables
  const house = await openHouse({ transport: 'http', env })
  ends.push(house.close)
  return { house, world }
}

it('Vigie is up before Baserow: what was missed is compared as soon as it is there', async () => {
  const { house, world } = await open()
  await vi.waitFor(() => expect(world.baserow.routes).toContain('GET rows'))
  await vi.waitFor(
    () => {
      house.clock.jump(30_000)
      expect(world.docmost.routes).toContain('pages/create')
    },
    { timeout: 5_000, interval: 100 },
  )
})
