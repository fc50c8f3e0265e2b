import { z } from 'zod'

/** Who made the map: plain text, shown on it, as its licence asks. */
const attribution = z.string().trim().min(1).max(300)
/** On another host, or on the fleet's own (`/maps/leon.pmtiles`). */
const url = z
  .string()
  .trim()
  .max(500)
  .refine((text) => /^\/(?!\/)\S*$/.test(text) || z.url({ protocol: /^https?$/ }).safeParse(text).success, {
    error: 'not an address that begins with https:// or /',
  })
const TILE_PARTS = ['{z}', '{x}', '{y}']

/** What lies under routes and vehicles. */
export const mapSettingsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }).describe('A plain ground.'),
    z
      .strictObject({
        kind: z.literal('raster'),
        url: url.refine((text) => TILE_PARTS.every((part) => text.includes(part)), {
          error: 'has no {z}, {x} and {y}, such as https://tiles.example.mx/{z}/{x}/{y}.png',
        }),
        attribution,
      })
      .describe('A server of tiles, by its template.'),
    z.strictObject({ kind: z.literal('pmtiles'), url, attribution }).describe('One PMTiles file.'),
  ])
  .meta({ id: 'MapSettings' })
export type MapSettings = z.infer<typeof mapSettingsSchema>
export const NO_MAP: MapSettings = { kind: 'none' }
