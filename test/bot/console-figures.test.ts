import { describe, expect, test } from 'vitest'
import { renderChart } from '../../src/adapters/chart.ts'
import type { Figure, ReleaseFigure } from '../../src/notify/figure.ts'
import { startScripted } from './scripted.ts'
import { createVisitor } from './visitor.ts'

const MINUTE = 60_000
const spread = (minutes: number) => ({ median: minutes * MINUTE, p90: 2 * minutes * MINUTE })

const figures: readonly Figure[] = [
  {
    month: '2026-10',
    severity: 'sev2',
    incidents: 1,
    acknowledge: undefined,
    mitigate: spread(76),
    resolve: spread(90),
  },
  {
    month: '2026-11',
    severity: 'sev1',
    incidents: 3,
    acknowledge: spread(4),
    mitigate: spread(20),
    resolve: spread(45),
  },
]

async function enter(script: Parameters<typeof startScripted>[0]) {
  const { server } = await startScripted({ ...script, deps: { drawChart: renderChart, ...script?.deps } })
  const visitor = createVisitor(server)
  await visitor.enterAs('corentin')
  return { server, visitor }
}

describe('the figures', () => {
  test('are a table that can be read aloud, the latest month first', async () => {
    const { visitor } = await enter({ figures })
    const { body, statusCode } = await visitor.get('/console/figures')
    expect(statusCode).toBe(200)
    expect(body.indexOf('November 2026')).toBeLessThan(body.indexOf('October 2026'))
    expect(body).toContain('<caption>')
    expect(body).toContain('<th scope="col">Acknowledge</th>')
    expect(body).toContain('<th class="month" scope="rowgroup" colspan="5">November 2026</th>')
    expect(body).toContain('<th scope="row">SEV1</th><td>3</td><td>4\u00a0min<span class="most">')
    expect(body).toContain('<th scope="row">SEV2</th><td>1</td><td>never</td><td>1\u00a0h 16\u00a0min')
    expect(body).not.toContain('style=')
  })

  test('say in words that there are none yet', async () => {
    const { visitor } = await enter({})
    const { body } = await visitor.get('/console/figures')
    expect(body).toContain('No incident was resolved so far')
    expect(body).not.toContain('<img')
    expect(body).not.toContain('<table')
  })

  test('are pictures as well, each at an address of the page, with a policy of its own', async () => {
    const { visitor } = await enter({ figures })
    const { body } = await visitor.get('/console/figures')
    const addresses = [...body.matchAll(/(?:src|srcset)="(\/console\/figures\.svg[^"]*)"/g)].map(
      ([, address = '']) => address.replaceAll('&amp;', '&'),
    )
    expect(addresses).toHaveLength(12)
    for (const address of addresses) {
      const picture = await visitor.get(address)
      expect(picture.statusCode).toBe(200)
      expect(picture.headers['content-type']).toBe('image/svg+xml; charset=utf-8')
      expect(picture.headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      )
      expect(picture.body).toMatch(/^<svg /)
      expect(picture.body).not.toContain('<script')
      expect(body).toContain(`width="${/width="(\d+)"/.exec(picture.body)?.[1]}"`)
    }
    expect((await visitor.get('/console/figures.svg')).body).toContain('Median time to resolve')
    expect((await visitor.get('/console/figures.svg?measure=cost')).statusCode).toBe(404)
  })

  test('are for those who have entered', async () => {
    const { server } = await enter({ figures })
    const stranger = createVisitor(server)
    expect((await stranger.get('/console/figures')).body).not.toContain('November 2026')
    expect((await stranger.get('/console/figures.svg')).statusCode).toBe(401)
  })

  test('that take long or cannot be read say so, and the page asks again', async () => {
    const away = {
      feed: never,
      run: never,
      figures: never,
      releaseFigures: never,
      watch: never,
      postMortem: never,
      auditExport: () => neverRead(),
    }
    const { visitor } = await enter({ deps: { view: away } })
    const page = await visitor.get('/console/figures')
    expect(page.statusCode).toBe(503)
    expect(page.body).toContain('Still counting')
    expect(page.body).toContain('url=/console/figures')
    expect((await visitor.get('/console/figures.svg')).statusCode).toBe(503)
  })
})

const releaseFigures: readonly ReleaseFigure[] = [
  { month: '2026-10', releases: 1, failed: 0, lead: spread(76), restore: undefined },
  { month: '2026-11', releases: 4, failed: 1, lead: undefined, restore: spread(12) },
  { month: '2026-12', releases: 0, failed: 0, lead: undefined, restore: spread(9) },
]

describe('the figures of the releases', () => {
  test('are a table under those of the incidents, the latest month first, and say what each means', async () => {
    const { visitor } = await enter({ releaseFigures })
    const { body } = await visitor.get('/console/figures')
    expect(body.indexOf('No incident was resolved so far')).toBeLessThan(body.indexOf('November 2026'))
    expect(body.indexOf('November 2026')).toBeLessThan(body.indexOf('October 2026'))
    for (const words of ['Lead time: from the commits', 'Failed: rolled back', 'Time to restore: from'])
      expect(body).toContain(words)
    expect(body).toContain('<th scope="row">October 2026</th><td>1</td><td>1\u00a0h 16\u00a0min')
    expect(body).toContain('<td>4</td><td>-</td><td>25%<span class="most">1 of 4</span></td><td>12\u00a0min')
    expect(body).toContain('<th scope="row">December 2026</th><td>0</td><td>-</td><td>-</td><td>9\u00a0min')
  })

  test('say in words that nothing was released yet', async () => {
    const { visitor } = await enter({ figures })
    expect((await visitor.get('/console/figures')).body).toContain('Nothing was released so far')
  })

  test.each([
    ['releases', 'of these failed'],
    ['times', 'to restore'],
  ])('are a picture of the %s', async (measure, words) => {
    const { visitor } = await enter({ releaseFigures })
    expect((await visitor.get('/console/figures')).body).toContain(`/console/figures.svg?measure=${measure}`)
    const picture = await visitor.get(`/console/figures.svg?measure=${measure}`)
    expect(picture.statusCode).toBe(200)
    expect(picture.body).toContain(words)
  })
})

async function never(): Promise<never> {
  throw new Error('away')
}

async function* neverRead(): AsyncIterable<never> {
  yield await never()
}
