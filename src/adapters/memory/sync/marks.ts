import type { Marks } from '../../../sync/book.ts'

export function createMemoryMarks(): Marks {
  const marks = new Map<string, string>()
  return {
    async set(name, value) {
      marks.set(name, value)
    },
    all: async () => Object.fromEntries(marks),
  }
}
