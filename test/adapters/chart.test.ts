import { parse } from 'node-html-parser'
import { describe, expect, it } from 'vitest'
import { renderChart } from '../../src/adapters/chart.ts'
import { figuresChart } from '../../src/notify/charts/figures.ts'
import { watchChart } from '../../src/notify/charts/watch.ts'
import type { Figure } from '../../src/notify/figure.ts'

const HOUR = 3_600_000
const spread = { median: HOUR, p90: 2 * HOUR }
const rest = {
  incidents: 2,
  acknowledge: { median: 300_000, p90: 600_000 },
  mitigate: spread,
  resolve: spread,
}
const figures: readonly Figure[] = [
  { month: '2026-10', severity: 'sev1', ...rest },
  { month: '2026-11', severity: 'sev3', ...rest },
]

/** The words of the picture. Fails where a tag is left open, closed twice or closed by another. */
function wordsOf(svg: string): readonly string[] {
  const open: string[] = []
  const markup = svg.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
  for (const [, close, name = '', self] of markup.matchAll(/<(\/?)([a-zA-Z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close === '/') expect(open.pop()).toBe(name)
    else if (self !== '/') open.push(name)
  }
  expect(open).toEqual([])
  expect(markup.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;|#\d+;)/)
  return parse(svg)
    .querySelectorAll('text')
    .map((text) => text.text)
}

describe('a chart', () => {
  it('is drawn as well-formed SVG with its words', async () => {
    const svg = await renderChart(figuresChart(figures, 'acknowledge'))
    expect(svg).toMatch(/^<svg width="640" height="194" xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    const words = ['Median time to acknowledge', '2026-10', '2026-11', 'SEV1', 'SEV3', '5 min', '5 min']
    expect([...wordsOf(svg)].sort()).toEqual(words.sort())
  })

  it('has as many bars as there are figures', async () => {
    const svg = await renderChart(figuresChart(figures, 'resolve'))
    expect([...svg.matchAll(/ecmeta_ssr_type="chart"/g)]).toHaveLength(2)
  })

  it('is drawn without figures too', async () => {
    expect(wordsOf(await renderChart(figuresChart([], 'resolve')))).toContain('no incident was resolved yet')
  })

  it('escapes its words', async () => {
    const option = { title: { text: 'a < b & "c"' } }
    expect(wordsOf(await renderChart({ option, width: 200, height: 80 }))).toEqual(['a < b & "c"'])
  })

  it('is drawn of a watch, with a line for each check and its failures', async () => {
    const from = Date.UTC(2026, 10, 23, 13, 53)
    const samples = [1, 2, 3].map((n) => ({
      at: from + n * 30_000,
      checks: [
        { name: 'Docmost', ok: true, ms: 80 + n, said: '' },
        { name: 'Bridge', ok: n < 3, ms: n < 3 ? 60 : undefined, said: '' },
      ],
    }))
    const view = { version: 'v1.4.0', from, until: from + 30 * 60_000, samples, timeZone: 'Europe/Paris' }
    const svg = await renderChart(watchChart(view))
    const words = wordsOf(svg)
    for (const word of ['Watch of v1.4.0, 14:53 to 15:23', 'Docmost', 'Bridge', 'failed', 'minutes', '0 ms'])
      expect(words).toContain(word)
    // Three series, each with its colour: both lines and the mark.
    for (const colour of ['#1f5f99', '#c77700', '#b3261e']) expect(svg).toContain(colour)
  })
})
