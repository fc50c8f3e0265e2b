import L from 'leaflet'
import type { MapSettings } from '../../../contract/map-settings.ts'

export interface Ground {
  /** Puts another ground under the routes; what was there goes. */
  put(settings: MapSettings, look: GroundLook): void
}

export interface GroundLook {
  theme: 'light' | 'dark'
  lang: string
}

/** What lies under the routes. `onTrouble`: whether the host of the ground fails to send it. */
export function createGround(map: L.Map, onTrouble: (fails: boolean) => void): Ground {
  let layer: L.GridLayer | null = null
  let [asked, said] = [0, '']
  const use = (next: L.GridLayer) => {
    next.on('tileerror', () => onTrouble(true))
    next.on('tileload', () => onTrouble(false))
    layer = next.addTo(map)
  }
  return {
    put: (settings, look) => {
      // Raster tiles are dimmed by the style; a drawn map has a look of its own for each theme.
      const wanted = JSON.stringify([settings, settings.kind === 'pmtiles' && look])
      if (wanted === said) return
      said = wanted
      asked += 1
      const mine = asked
      layer?.remove()
      layer = null
      onTrouble(false)
      if (settings.kind === 'raster') use(raster(settings))
      else if (settings.kind === 'pmtiles') {
        vector(settings, look).then(
          (made) => {
            if (mine === asked) use(made)
          },
          () => onTrouble(true),
        )
      }
    },
  }
}

type Hosted = Exclude<MapSettings, { kind: 'none' }>

function raster({ url, attribution }: Hosted): L.TileLayer {
  // Tile servers of the commons ask who uses them; the fleet's pages otherwise tell nobody.
  return L.tileLayer(url, { attribution: escaped(attribution), maxZoom: 19, referrerPolicy: 'origin', zIndex: 1 })
}

/** One file of vector tiles: what reads and draws it is fetched only by those who have one. */
async function vector({ url, attribution }: Hosted, { theme, lang }: GroundLook): Promise<L.GridLayer> {
  const [{ leafletLayer }] = await Promise.all([import('protomaps-leaflet'), mustBePmtiles(url)])
  const options = { url, flavor: theme, lang, attribution: escaped(attribution), maxZoom: 19 }
  return leafletLayer(options) as unknown as L.GridLayer
}

/** A host without the file, or one that sends no parts of files, would leave the map empty without a word. */
async function mustBePmtiles(url: string): Promise<void> {
  const answer = await fetch(url, { headers: { range: 'bytes=0-6' } })
  if (answer.status !== 206) {
    await answer.body?.cancel()
    throw new Error(`${url} is not served in parts`)
  }
  if ((await answer.text()) !== 'PMTiles') throw new Error(`${url} is no PMTiles file`)
}

/** Leaflet takes an attribution as HTML; ours is plain text. */
function escaped(text: string): string {
  const span = document.createElement('span')
  span.textContent = text
  return span.innerHTML
}
