import type { Step } from '../../engine/playbook.ts'
import { carriedOut } from './carried-out.ts'
import { decided } from './decided.ts'
import { inProduction } from './in-production.ts'

export const steps: readonly [Step, ...Step[]] = [...decided, ...carriedOut, ...inProduction]
