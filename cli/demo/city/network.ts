import type { Point } from './geometry.ts'

/**
 * Santa Aurelia del Bajío: a city that does not exist, laid over open country between real towns, so that
 * nobody takes the demo's numbers for theirs. `origin` is its main square; its grid is turned, as old grids are.
 */
export const CITY = {
  name: 'Santa Aurelia del Bajío',
  origin: { lat: 20.84, lon: -101.75 },
  turnedDegrees: 11,
} as const

export const AGENCY = {
  id: 'SITSA',
  name: 'Sistema Integrado de Transporte de Santa Aurelia',
  url: 'https://sitsa.example/',
  timezone: 'America/Mexico_City',
  lang: 'es',
} as const

export interface Station {
  id: string
  name: string
  at: Point
}

export const STATIONS: readonly Station[] = [
  { id: 'E1', name: 'Terminal Norte', at: [-900, 6200] },
  { id: 'E2', name: 'Estación Centro', at: [0, 0] },
  { id: 'E3', name: 'Terminal Oriente', at: [5500, 520] },
]

/** Minutes between buses, by the part of the day. All routes run all night: the demo is looked at from every time zone. */
export interface Headways {
  peak: number
  midday: number
  late: number
  saturday: number
  sunday: number
  night: number
}

/**
 * A route: the streets it takes from its first terminus to its second, in order, turning where they cross;
 * `back` only where the way back takes other streets. Speeds are commercial speeds: stops and lights included.
 */
export interface RouteDefinition {
  id: string
  kind: 'troncal' | 'alimentadora' | 'auxiliar'
  longName: string
  /** What the bus shows on the way out and on the way back. */
  headsigns: readonly [out: string, back: string]
  color: string
  textColor: string
  termini: readonly [first: Point, last: Point]
  out: readonly string[]
  back?: readonly string[]
  peakKmh: number
  freeKmh: number
  headways: Headways
}

const NORTE: Point = [-900, 6200]
const ORIENTE: Point = [5500, 520]
const SAN_ISIDRO: Point = [900, -6000]
const PALMAS: Point = [-6000, -900]
const MIRADOR: Point = [-5250, 5450]

export const ROUTES = [
  {
    id: 'T1',
    kind: 'troncal',
    longName: 'Terminal Norte – San Isidro',
    headsigns: ['San Isidro', 'Terminal Norte'],
    color: 'D0243A',
    textColor: 'FFFFFF',
    termini: [NORTE, SAN_ISIDRO],
    out: ['insurgentes'],
    peakKmh: 17,
    freeKmh: 20,
    headways: { peak: 8, midday: 10, late: 20, saturday: 12, sunday: 15, night: 60 },
  },
  {
    id: 'T2',
    kind: 'troncal',
    longName: 'Las Palmas – Centro – Terminal Oriente',
    headsigns: ['Terminal Oriente', 'Las Palmas'],
    color: '1B66C9',
    textColor: 'FFFFFF',
    termini: [PALMAS, ORIENTE],
    out: ['juarez'],
    peakKmh: 17,
    freeKmh: 20,
    headways: { peak: 9, midday: 12, late: 20, saturday: 12, sunday: 15, night: 60 },
  },
  {
    id: 'T3',
    kind: 'troncal',
    longName: 'Terminal Norte – Parque Industrial Las Torres',
    headsigns: ['Parque Industrial', 'Terminal Norte'],
    color: 'C25400',
    textColor: 'FFFFFF',
    termini: [NORTE, [6900, -3200]],
    out: ['insurgentes', 'independencia', 'tecnologico', 'heroes', 'industrial'],
    peakKmh: 18,
    freeKmh: 20.5,
    headways: { peak: 15, midday: 20, late: 30, saturday: 20, sunday: 30, night: 60 },
  },
  {
    id: 'A1',
    kind: 'alimentadora',
    longName: 'Lomas del Mirador – Terminal Norte',
    headsigns: ['Terminal Norte', 'Lomas del Mirador'],
    color: '25813A',
    textColor: 'FFFFFF',
    termini: [MIRADOR, NORTE],
    out: ['mirador', 'constituyentes', 'fresnos', 'insurgentes'],
    peakKmh: 17.5,
    freeKmh: 20,
    headways: { peak: 14, midday: 18, late: 30, saturday: 20, sunday: 25, night: 60 },
  },
  {
    id: 'A2',
    kind: 'alimentadora',
    longName: 'San Isidro – Constituyentes – Las Palmas',
    headsigns: ['Las Palmas', 'San Isidro'],
    color: '007C89',
    textColor: 'FFFFFF',
    termini: [SAN_ISIDRO, PALMAS],
    out: ['camino-san-isidro', 'constituyentes', 'heroes', 'palmas'],
    peakKmh: 17.5,
    freeKmh: 20,
    headways: { peak: 17, midday: 20, late: 30, saturday: 20, sunday: 30, night: 60 },
  },
  {
    id: 'X1',
    kind: 'auxiliar',
    longName: 'Ciudad Universitaria – Centro – Unidad Deportiva',
    headsigns: ['Unidad Deportiva', 'Ciudad Universitaria'],
    color: '8255D0',
    textColor: 'FFFFFF',
    termini: [
      [5000, 4750],
      [-4300, 1830],
    ],
    out: ['universidad', 'madero', 'juarez', 'malecon', 'independencia'],
    back: ['independencia', 'malecon', 'juarez', 'cinco-de-mayo', 'independencia', 'universidad'],
    peakKmh: 16.5,
    freeKmh: 19,
    headways: { peak: 15, midday: 15, late: 30, saturday: 20, sunday: 30, night: 60 },
  },
  {
    id: 'X2',
    kind: 'auxiliar',
    longName: 'Hospital Regional – Centro – Central de Abasto',
    headsigns: ['Central de Abasto', 'Hospital Regional'],
    color: 'C4267F',
    textColor: 'FFFFFF',
    termini: [
      [3350, 2900],
      [3000, -3050],
    ],
    out: ['reforma', 'madero', 'heroes', 'tecnologico', 'mina'],
    back: ['mina', 'tecnologico', 'heroes', 'cinco-de-mayo', 'reforma'],
    peakKmh: 16.5,
    freeKmh: 19,
    headways: { peak: 18, midday: 18, late: 30, saturday: 25, sunday: 30, night: 60 },
  },
  {
    id: 'X3',
    kind: 'auxiliar',
    longName: 'Terminal Oriente – Periférico – Lomas del Mirador',
    headsigns: ['Lomas del Mirador por Periférico', 'Terminal Oriente por Periférico'],
    color: '7A6200',
    textColor: 'FFFFFF',
    termini: [ORIENTE, MIRADOR],
    out: ['juarez', 'periferico-oriente', 'periferico-sur', 'periferico-poniente', 'mirador'],
    peakKmh: 19.5,
    freeKmh: 22,
    headways: { peak: 40, midday: 40, late: 60, saturday: 45, sunday: 60, night: 60 },
  },
] as const satisfies readonly RouteDefinition[]

export type RouteId = (typeof ROUTES)[number]['id']
export const ROUTE_IDS: readonly RouteId[] = ROUTES.map((route) => route.id)
