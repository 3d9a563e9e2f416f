import { answer } from '../answers.ts'
import type { Reply } from '../command.ts'
import type { Context } from '../context.ts'

export async function showFigures(_context: Context): Promise<Reply> {
  return answer('Figures')
}
