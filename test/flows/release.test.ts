import { afterEach, beforeEach, describe, it } from 'vitest'
import { SLACK } from './house.ts'
import { openReleaseHouse, type ReleaseHouse, shows } from './release-house.ts'

describe('a release', () => {
  let house: ReleaseHouse
  beforeEach(async () => {
    house = await openReleaseHouse({ deploys: 'success' })
  })
  afterEach(() => house.close())

  it('is planned, and its prerequisites examined, before anybody decides', async () => {
    await house.people.command(SLACK.corentin, '/release', 'minor')
    await shows(house, '[RELEASE v1.4.0] formation-hub - staging is to be validated')
    await shows(house, 'Prerequisites - 7 of 7 ok')
  })
})
