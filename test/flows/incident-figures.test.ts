import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse } from './house.ts'

const MINUTE = 60_000

describe('the figures of the incidents', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse({ transport: 'http' })
  })
  afterEach(() => house.close())

  it('are told by a command and on a page, and leave drills out', async () => {
    const corentin = await house.atConsole('corentin')
    expect((await corentin.command('/incident figures')).answer).toContain('No incident was resolved so far')

    await corentin.command('/incident sev3 Slow search')
    house.clock.jump(10 * MINUTE)
    await corentin.press('INC-1', 'Acknowledge')
    house.clock.jump(50 * MINUTE)
    await resolve('INC-1')
    await corentin.command('/incident sev3 Rehearsal --drill')
    await resolve('INC-2')

    const { answer } = await corentin.command('/incident figures')
    expect(answer).toMatch(
      /\d{4}-\d\d SEV3 - 1 incident, acknowledged in 10 min, mitigated in 1 h, resolved in 1 h/,
    )
    const page = await corentin.open('/console/figures')
    expect(page.text).toMatch(/SEV3\s*1\s*10\u00a0min/)

    async function resolve(run: string): Promise<void> {
      const form = await corentin.press(run, 'Resolve')
      await form.fill({ cause: 'c', impact: 'i', users: '1', dataLoss: 'no' })
    }
  })
})
