/**
 * Gathers what is asked within one turn of the event loop, or while the batch before is under way, into one call.
 * Each caller gets its own answer, or its own fault.
 */
export function gather<Q, A>(
  answerAll: (asked: readonly Q[]) => Promise<readonly PromiseSettledResult<A>[]>,
): (question: Q) => Promise<A> {
  type Caller = { readonly question: Q; resolve(answer: A): void; reject(fault: unknown): void }
  let callers: Caller[] = []
  let isUnderWay = false

  async function run(): Promise<void> {
    isUnderWay = true
    while (callers.length > 0) {
      const batch = callers
      callers = []
      await serve(batch)
    }
    isUnderWay = false
  }

  async function serve(batch: readonly Caller[]): Promise<void> {
    try {
      const answers = await answerAll(batch.map(({ question }) => question))
      for (const [n, { resolve, reject }] of batch.entries()) {
        const answer = answers[n]
        if (answer?.status === 'fulfilled') resolve(answer.value)
        else reject(answer?.reason ?? new Error('the batch did not answer everybody'))
      }
    } catch (fault) {
      for (const { reject } of batch) reject(fault)
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      callers.push({ question, resolve, reject })
      if (callers.length === 1 && !isUnderWay) setImmediate(run)
    })
}
