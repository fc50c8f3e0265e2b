import { parse } from 'csv-parse'
import type { LatLon } from '../../contract/along.ts'
import { LIMITS } from '../../fleet-api/gtfs/limits.ts'
import { openFeed } from '../../fleet-api/gtfs/open-feed.ts'
import { SHARED_GTFS } from '../needs.ts'

/** The points of the shapes of a real feed, by shape_id, in order. */
export async function realShapes(feed: 'mexico-city' | 'porto-alegre'): Promise<Map<string, LatLon[]>> {
  const source = await openFeed(`${SHARED_GTFS}${feed}.zip`, LIMITS)
  try {
    const rows = source.files.get('shapes.txt')?.chunks()
    const points = new Map<string, { sequence: number; at: LatLon }[]>()
    const parser = parse({ columns: true, bom: true })
    for await (const chunk of rows ?? []) parser.write(chunk)
    parser.end()
    for await (const row of parser as AsyncIterable<Record<string, string>>) {
      const at: LatLon = [Number(row.shape_pt_lat), Number(row.shape_pt_lon)]
      const shape = points.get(row.shape_id ?? '') ?? []
      shape.push({ sequence: Number(row.shape_pt_sequence), at })
      points.set(row.shape_id ?? '', shape)
    }
    const inOrder = (shape: { sequence: number; at: LatLon }[]) =>
      shape.sort((a, b) => a.sequence - b.sequence).map(({ at }) => at)
    return new Map([...points].map(([id, shape]) => [id, inOrder(shape)]))
  } finally {
    source.close()
  }
}
