import type { Text } from '../../notify/card.ts'
import type { Figure, Spread } from '../../notify/figure.ts'
import { formatSpan } from '../../notify/time.ts'
import { answer } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'

/** Three severities in each of so many months fit a chat message; the console shows all. */
const MONTHS = 12

/** A line for each month and severity, the latest month first. */
export async function showFigures({ figures }: Context): Promise<Reply> {
  const all = await figures.read()
  const months = [...new Set(all.map(({ month }) => month))].sort().reverse()
  const shown = months.slice(0, MONTHS)
  const lines = shown.flatMap((month) => all.filter((one) => one.month === month).map(lineOf))
  if (lines.length === 0)
    return answer('Figures', { lines: ['No incident was resolved so far. Drills do not count.'] })
  const left = months.length - shown.length
  const more =
    left > 0 ? [`${left} earlier ${left === 1 ? 'month stands' : 'months stand'} in the console.`] : []
  return answer('Figures - medians by month', { lines: [...lines, ...more] })
}

function lineOf({ month, severity, incidents, acknowledge, mitigate, resolve }: Figure): Text {
  const said = [
    incidents === 1 ? '1 incident' : `${incidents} incidents`,
    acknowledge === undefined ? 'never acknowledged' : `acknowledged in ${words(acknowledge)}`,
    `mitigated in ${words(mitigate)}`,
    `resolved in ${words(resolve)}`,
  ]
  return [{ bold: `${month} ${severity.toUpperCase()}` }, ` - ${said.join(', ')}`]
}

function words({ median }: Spread): string {
  return formatSpan(median)
}
