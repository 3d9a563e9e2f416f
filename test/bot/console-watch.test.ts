import { describe, expect, test } from 'vitest'
import { renderChart } from '../../src/adapters/chart.ts'
import { cardOf } from '../../src/notify/cards/index.ts'
import { watchView } from '../../src/notify/cards/release-picture.ts'
import type { Form } from '../../src/notify/form.ts'
import { looked, releaseLook, STAGES } from '../fixtures/release-run.ts'
import { startScripted } from './scripted.ts'
import { createVisitor, hiddenOf } from './visitor.ts'

const run = looked(STAGES.watch(), 20)
const view = watchView(run, { timeZone: 'Europe/Paris' })

async function enter(script: Parameters<typeof startScripted>[0] = {}) {
  const { server, calls } = await startScripted({
    threads: async () => [{ run: 'REL-7', open: true, card: cardOf(run, releaseLook(31)), replies: [] }],
    watch: () => view,
    ...script,
    deps: { drawChart: renderChart },
  })
  const visitor = createVisitor(server)
  await visitor.enterAs('corentin')
  return { server, visitor, calls }
}

describe('the watch of a release', () => {
  test('is a picture on its card, at an address of the console', async () => {
    const { visitor } = await enter()
    const { body } = await visitor.get('/console')
    const [, address = ''] = /<img src="([^"]+)"/.exec(body) ?? []
    expect(address).toBe('/console/runs/REL-7/watch.svg?ground=light&amp;width=wide&amp;looks=20')
    const picture = await visitor.get(address.replaceAll('&amp;', '&'))
    expect(picture.statusCode).toBe(200)
    expect(picture.headers['content-type']).toBe('image/svg+xml; charset=utf-8')
    expect(picture.headers['content-security-policy']).toContain("default-src 'none'")
    expect(picture.body).toContain('Watch of v1.4.0, 14:53 to 15:23')
  })

  test('is drawn for a phone and for the dark', async () => {
    const { visitor } = await enter()
    const { body } = await visitor.get('/console/runs/REL-7/watch.svg?ground=dark&width=narrow')
    expect(body).toContain('width="328"')
    expect(body).toContain('#182029')
  })

  test('is none for another run, another shape, or a stranger', async () => {
    const { visitor, server } = await enter()
    expect((await visitor.get('/console/runs/INC-1/watch.svg')).statusCode).toBe(404)
    expect((await visitor.get('/console/runs/REL-7/watch.svg?ground=pink')).statusCode).toBe(404)
    expect((await createVisitor(server).get('/console/runs/REL-7/watch.svg')).statusCode).toBe(401)
  })
})

describe('a form with ticks', () => {
  const form: Form = {
    id: 'release.staging',
    title: 'Validate staging',
    submit: 'OK',
    purpose: { kind: 'release' },
    inputs: [
      {
        id: 'flows',
        label: 'Tried on staging',
        kind: 'ticks',
        options: [
          { value: '1', label: 'Login Docmost' },
          { value: '2', label: 'Creation page' },
        ],
        missing: 'Tick every flow',
      },
    ],
  }

  test('takes each tick of a list, kept one a line', async () => {
    const { visitor, calls } = await enter({
      answer: async ({ method }) =>
        method === 'send' ? { kind: 'faults', faults: { flows: 'Tick every flow' } } : { kind: 'form', form },
    })
    const box = hiddenOf(await visitor.get('/console'), 'id="command"')
    const page = await visitor.post('/console/command', { ...box, text: '/release' })
    const back = await visitor.post('/console/form', [
      ...Object.entries(hiddenOf(page, 'value.flows')),
      ['value.flows', '1'],
      ['value.flows', '2'],
    ])
    expect(calls.at(-1)).toMatchObject({ method: 'send', values: { flows: '1\n2' } })
    expect(back.statusCode).toBe(422)
    expect([...back.body.matchAll(/ checked/g)]).toHaveLength(2)
  })
})
