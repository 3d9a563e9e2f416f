import { cpus } from 'node:os'
import { figures } from './figures.ts'
import { type Row, slashCommand } from './slash-command.ts'
import { sync } from './sync.ts'
import { webhook } from './webhook.ts'

/** Each bench by the name that picks it: `npm run bench -- slash-command`. */
const BENCHES = { 'slash-command': slashCommand, webhook, sync, figures } as const

const wanted = process.argv.slice(2)
process.stdout.write(`Node ${process.version}, ${cpus().length} cores, ${process.platform}\n`)
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stdout.write(`\n${name}\n`)
  print(await bench())
}

function print(rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {})
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    process.stdout.write(`${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join('  ')}\n`)
  line(columns)
  for (const row of rows) line(columns.map((column) => row[column] ?? ''))
}
