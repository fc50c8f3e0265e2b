import { describe, expect, it } from 'vitest'
import { readSims } from '../../../fleet-api/billing/read-sims.ts'

const isKnown = (gatewayId: string) => ['bus-1', 'bus-2'].includes(gatewayId)

describe('the list of SIMs', () => {
  it('says which SIM is in which gateway, and in which of its modems', () => {
    expect(readSims('\uFEFFSim;Gateway_id;Port\r\nA1;bus-1;wwan0\r\nA2;bus-1;wwan1\r\nA3;bus-2;\r\n', isKnown)).toEqual(
      [
        { sim: 'A1', gatewayId: 'bus-1', port: 'wwan0' },
        { sim: 'A2', gatewayId: 'bus-1', port: 'wwan1' },
        { sim: 'A3', gatewayId: 'bus-2', port: '' },
      ],
    )
  })

  it('may have no ports: each SIM is at its gateway’s uplink', () => {
    expect(readSims('sim,gateway_id\nA1,bus-1', isKnown)).toEqual([{ sim: 'A1', gatewayId: 'bus-1', port: '' }])
  })

  it('may be empty: nobody says any more where a SIM is', () => {
    expect(readSims('sim,gateway_id,port\n', isKnown)).toEqual([])
  })

  it('names every line that is wrong', () => {
    const csv =
      'sim,gateway_id,port\nA1,bus-1,wwan0\nA1,bus-2,wwan0\nA2,bus-1,wwan0\nA3,bus-9,wwan0\n,bus-2,\nA4,bus-2,wwan0123456789012345678901234567890'
    expect(() => readSims(csv, isKnown)).toThrow(
      [
        'Nothing was saved. Correct the file and send it again: line 3 has the sim A1 a second time: a SIM is in one place',
        'line 4 puts a second sim into bus-1 at wwan0',
        'line 5 names the gateway “bus-9”, which there is not',
        'line 6 names no sim',
        'line 7 has a port of more than 32 characters.',
      ].join('; '),
    )
  })

  it('has to name its columns', () => {
    expect(() => readSims('A1,bus-1,wwan0', isKnown)).toThrow('Name the columns on the first line')
  })
})
