import { describe, expect, it } from 'vitest'
import { closesAt, leafOfHour, rowsAbove } from '../../../fleet-api/rules/device-pieces.ts'

const HOUR = 1_795_705_200
/** Minutes of an hour, both included. */
const stretch = (routeId: string, first: number, last: number) => ({
  routeId,
  firstMinuteAt: HOUR + first * 60,
  lastMinuteAt: HOUR + last * 60,
})

describe('the row of an hour’s devices', () => {
  it('is the route on which most of it was spent, all stretches together', () => {
    const stretches = [stretch('T1', -90, 19), stretch('T2', 20, 44), stretch('T1', 45, 200)]
    expect(leafOfHour('vehicle', stretches, HOUR)).toBe('route:T1')
  })

  it('counts the minutes of that hour only', () => {
    expect(leafOfHour('vehicle', [stretch('T1', -600, 9), stretch('T2', 10, 25)], HOUR)).toBe('route:T2')
  })

  it('is the first by its id where two routes had as much', () => {
    expect(leafOfHour('vehicle', [stretch('T2', 0, 29), stretch('T1', 30, 59)], HOUR)).toBe('route:T1')
  })

  it('is that of no known route where nothing is known', () => {
    expect(leafOfHour('vehicle', [], HOUR)).toBe('')
    expect(leafOfHour('vehicle', [stretch('', 0, 59)], HOUR)).toBe('')
  })

  it('is that of its kind for a stop or station, whatever it reports', () => {
    expect(leafOfHour('stop', [stretch('T1', 0, 59)], HOUR)).toBe('@stop')
    expect(leafOfHour('station', [], HOUR)).toBe('@station')
  })

  it('is a part of the city’s, and a vehicle’s of that of all vehicles', () => {
    expect(rowsAbove('route:T1')).toEqual(['route:T1', '@vehicle', '@city'])
    expect(rowsAbove('')).toEqual(['', '@vehicle', '@city'])
    expect(rowsAbove('@stop')).toEqual(['@stop', '@city'])
  })
})

describe('a day of devices', () => {
  it('is closed twelve hours after its end', () => {
    expect(closesAt({ toAt: HOUR })).toBe(HOUR + 43_200)
  })
})
