import { writeFileSync } from 'node:fs'
import { publishedSchema } from '../src/config/schema.ts'

writeFileSync(new URL('../vigie.schema.json', import.meta.url), publishedSchema())
