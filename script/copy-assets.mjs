import { cpSync, existsSync } from 'node:fs'

// tsc carries over TypeScript only; the console serves its style sheet and script from beside its code.
const from = new URL('../src/bot/console/assets/', import.meta.url)
const to = new URL('../dist/bot/console/assets/', import.meta.url)
if (existsSync(from)) cpSync(from, to, { recursive: true })
