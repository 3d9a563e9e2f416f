import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { registerHooks } from '../../script/demo/hooks.ts'
import { type DemoWorld, startDemoWorld } from '../../script/demo/world.ts'
import type { App } from '../../src/app.ts'
import { launchBrowser } from './browser.ts'
import { say, visitAs } from './visit.ts'
import { startApp } from './whole-app.ts'

/** The demo as a newcomer sees it: the whole app beside a Baserow and a Docmost. */
let browser: Browser
let world: DemoWorld
let app: App
let address: string

beforeAll(async () => {
  browser = await launchBrowser()
  world = await startDemoWorld()
  ;({ app, address } = await startApp({ VIGIE_DEMO: '1', ...world.variables }))
  await registerHooks(world, Number(new URL(address).port))
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
afterAll(async () => {
  await app.stop()
  await Promise.all([world.baserow.close(), world.docmost.close(), browser.close()])
})

test('a project becomes a page whose id is written back, and every step can be read', async () => {
  const complaints: string[] = []
  const { page } = await visitAs('Corentin', { browser, address, complaints })
  await page.getByRole('link', { name: 'The systems of the demo' }).click()
  await page.getByLabel('Name of the project').fill('Audit des accès')
  await page.getByLabel('Client').selectOption('Mairie de Tours')
  await page.getByRole('button', { name: 'Create the row' }).click()

  const wiki = page.locator('#demo-pages li', { hasText: 'Projet Audit des accès - Mairie de Tours' })
  await wiki.waitFor()
  const row = page.locator('#demo-rows li', { hasText: 'Audit des accès' })
  await expect.poll(() => row.locator('code').textContent()).toBe(await wiki.locator('code').textContent())

  await page.getByRole('link', { name: 'What waits, and what became of an event' }).click()
  await page.getByRole('heading', { name: 'Docmost and Baserow', level: 1 }).waitFor()
  await page.getByText('In step - nothing waits').waitFor()
  await say(page, '/sync force projet 2')
  const trace = await page.locator('.answer code').textContent()
  await page.getByLabel('Event').fill((trace ?? '').replace('/sync trace ', ''))
  await page.keyboard.press('Enter')
  await page.locator('.lines').getByText('looked for its page').waitFor()

  // On a small screen, and for whoever hears the page.
  await page.setViewportSize({ width: 360, height: 740 })
  for (const path of ['/demo', '/sync', '/sync/trace?event=start']) {
    await page.goto(address + path)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect(await page.evaluate(NAMELESS)).toEqual([])
  }
  expect(complaints).toEqual([])
})

/** Fields that one fills in, and that no label says the purpose of. */
const NAMELESS =
  '[...document.querySelectorAll("input:not([type=hidden]), select")].filter(({ labels }) => labels.length === 0).map(({ id }) => id)'
