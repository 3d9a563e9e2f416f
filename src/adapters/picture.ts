import type { Chart } from '../notify/charts/chart.ts'
import { renderChart } from './chart.ts'

/** Twice as many pixels as the chart has: chats are read on fine screens. */
const DENSITY = 144

/** Draws a chart as PNG, for what shows no SVG. The library is loaded with the first one. */
export async function renderPicture(chart: Chart): Promise<Uint8Array<ArrayBuffer>> {
  const [svg, { default: sharp }] = await Promise.all([renderChart(chart), import('sharp')])
  const png = await sharp(Buffer.from(svg), { density: DENSITY }).png({ compressionLevel: 9 }).toBuffer()
  return Uint8Array.from(png)
}
