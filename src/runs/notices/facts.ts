import type { Fields } from '../../engine/run.ts'
import type { Failure, Letter, Loop, Orphan, OverCapacity, SharedPage } from './kinds.ts'

/** Facts are words; what is not known is left out. */
export function capacityFacts(over: OverCapacity): Fields {
  const { entity, person, address, through, throughAddress } = over
  return {
    entity,
    person,
    hours: String(over.hours),
    address,
    ...(through === undefined ? {} : { through }),
    ...(throughAddress === undefined ? {} : { throughAddress }),
  }
}

export function shareFacts({ share, title, address, by, at }: SharedPage): Fields {
  return { share, title, address, since: String(at), ...(by === null ? {} : { sharedBy: by }) }
}

export function loopFacts({ entity, count, events, hash }: Loop): Fields {
  return {
    entity,
    count: String(count),
    events: events.join('\n'),
    ...(hash === undefined ? {} : { hash }),
  }
}

export function failureFacts({ entity, because, events }: Failure): Fields {
  return { entity, because, events: events.join('\n') }
}

export function orphanFacts({ entity, page, title, address, became, twinOf }: Orphan): Fields {
  return { entity, page, title, address, became, ...(twinOf === undefined ? {} : { twinOf }) }
}

export function letterFacts({ to, subject, text }: Letter): Fields {
  return { name: to.name, to: to.address, subject, text }
}
