import { describe, expect, it } from 'vitest'
import type { GatewaysAnswer } from '../../contract/api.ts'
import { testFleet } from '../fakes/fleet.ts'

async function fleetOfFive() {
  const fleet = await testFleet()
  for (const id of ['bus-3', 'bus-1', 'bus-5', 'bus-2', 'bus-4']) await fleet.enrol(id, 'T1')
  const list = async (query: string) => {
    const answer = (await (await fleet.get(`/api/gateways${query}`)).json()) as GatewaysAnswer
    return { ids: answer.gateways.map(({ id }) => id), next: answer.next }
  }
  return { ...fleet, list }
}

describe('the list of gateways', () => {
  it('is whole where no page is asked for', async () => {
    const { list } = await fleetOfFive()
    expect(await list('')).toEqual({ ids: ['bus-1', 'bus-2', 'bus-3', 'bus-4', 'bus-5'], next: undefined })
  })

  it('comes in pages, each of which says what the next one comes after', async () => {
    const { list } = await fleetOfFive()
    expect(await list('?limit=2')).toEqual({ ids: ['bus-1', 'bus-2'], next: 'bus-2' })
    expect(await list('?limit=2&after=bus-2')).toEqual({ ids: ['bus-3', 'bus-4'], next: 'bus-4' })
    expect(await list('?limit=2&after=bus-4')).toEqual({ ids: ['bus-5'], next: null })
  })

  it('says that a page is the last one also where it is full', async () => {
    const { list } = await fleetOfFive()
    expect(await list('?limit=5')).toEqual({ ids: ['bus-1', 'bus-2', 'bus-3', 'bus-4', 'bus-5'], next: null })
  })

  it('goes on where a page ended, though its last gateway is not there', async () => {
    const { list } = await fleetOfFive()
    expect(await list('?limit=1&after=bus-2b')).toEqual({ ids: ['bus-3'], next: 'bus-3' })
  })

  it.each(['0', '1001', 'all', '-1', '1.5'])('takes no page of %s', async (limit) => {
    const { get } = await fleetOfFive()
    const answer = await get(`/api/gateways?limit=${limit}`)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toMatch(/^limit: /)
  })
})
