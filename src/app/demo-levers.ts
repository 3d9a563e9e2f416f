import { z } from 'zod'
import type { DemoLevers } from '../bot/console/demo-levers.ts'

const TIMEOUT_MS = 5_000

const sightSchema = z.object({
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  levers: z.array(z.object({ id: z.string(), label: z.string(), tone: z.literal('danger').optional() })),
})

/** The levers that a demo's world offers at this address. */
export function createDemoLevers(url: string): DemoLevers {
  async function ask(method: 'GET' | 'POST', address: string): Promise<unknown> {
    const answer = await fetch(address, { method, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!answer.ok) throw new Error(`the world of the demo answered ${answer.status}`)
    return answer.json()
  }

  return {
    read: async () => sightSchema.parse(await ask('GET', url)),
    async pull(id) {
      await ask('POST', `${url}/${encodeURIComponent(id)}`)
    },
  }
}
