import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { renderChart } from '../../src/adapters/chart.ts'
import { cardOf } from '../../src/notify/cards/index.ts'
import { watchView } from '../../src/notify/cards/release-picture.ts'
import { startScripted } from '../bot/scripted.ts'
import { looked, releaseLook, STAGES } from '../fixtures/release-run.ts'
import { launchBrowser } from './browser.ts'
import { visitAs } from './visit.ts'

/** The card of a watched release in a real browser: its picture is drawn for the window, and again with each look. */
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

test('the watch is a picture that fits a phone in the dark, and follows', async () => {
  let run = looked(STAGES.watch(), 12)
  const { server, changed } = await startScripted({
    threads: async () => [{ run: 'REL-7', open: true, card: cardOf(run, releaseLook(31)), replies: [] }],
    watch: () => watchView(run, { timeZone: 'Europe/Paris' }),
    deps: { drawChart: renderChart },
  })
  const address = `${await server.listen({ port: 0, host: '127.0.0.1' })}/console`
  const complaints: string[] = []
  const { page } = await visitAs(
    'Corentin',
    { browser, address, complaints },
    { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  )
  const picture = page.locator('#run-REL-7 .card-picture img')
  const shown = () =>
    page.evaluate(
      "[...document.querySelectorAll('#run-REL-7 .card-picture img')].flatMap((image) => [image.naturalWidth, image.currentSrc])",
    )
  await expect.poll(shown).toEqual([328, expect.stringContaining('ground=dark&width=narrow&looks=12')])
  expect(await picture.getAttribute('alt')).toContain('Latency of the watch of v1.4.0 - 10 looks')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)

  await expect.poll(() => page.locator('#live-state').textContent()).toBe('live')
  run = looked(STAGES.watch(), 13)
  changed('REL-7')
  await expect.poll(shown).toEqual([328, expect.stringContaining('looks=13')])
  expect(complaints).toEqual([])
  await server.close()
})
