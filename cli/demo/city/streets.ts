import { type Line, type Point, parsePoints, ringArc, smooth } from './geometry.ts'

/**
 * The street map of Santa Aurelia, in metres from the main square along the city's own grid.
 * `stopEvery` is the usual distance between stops on the street.
 */
export interface Street {
  id: string
  name: string
  short: string
  line: Line
  stopEvery: number
}

function street(id: string, name: string, short: string, points: string, stopEvery = 760): Street {
  return { id, name, short, line: parsePoints(points), stopEvery }
}

function curve(id: string, name: string, short: string, points: string, stopEvery = 760): Street {
  return { id, name, short, line: smooth(parsePoints(points)), stopEvery }
}

function ring(id: string, name: string, from: number, to: number): Street {
  return { id, name, short: name, line: ringArc(4000, 3800, from, to), stopEvery: 1150 }
}

export const STREETS: readonly Street[] = [
  curve(
    'insurgentes',
    'Av. de los Insurgentes',
    'Insurgentes',
    '-900,6200 -800,5400 -330,4300 0,3300 0,2500 0,-2500 0,-3200 160,-3950 700,-5000 900,-6000',
    680,
  ),
  curve(
    'juarez',
    'Blvd. Benito Juárez',
    'Juárez',
    '-6000,-900 -5000,-760 -4000,-260 -3000,0 -2200,0 2400,0 3200,60 4300,420 5500,520',
    680,
  ),
  curve('tecnologico', 'Av. Tecnológico', 'Tecnológico', '2150,4450 1900,3500 1900,2700 1900,-2700 1900,-3800'),
  curve(
    'constituyentes',
    'Av. Constituyentes',
    'Constituyentes',
    '-2350,4790 -2150,4100 -1930,3500 -1900,2500 -1900,-2600 -1800,-3500 -1450,-4500',
  ),
  street('independencia', 'Av. Independencia', 'Independencia', '-4300,1830 -3000,1500 3100,1500 4100,1600', 640),
  street('reforma', 'Av. Reforma', 'Reforma', '-2900,3010 -1900,2900 3350,2900'),
  street('heroes', 'Av. Héroes de Chapultepec', 'Héroes', '-4150,-1500 3250,-1500'),
  street('mina', 'Av. Francisco Xavier Mina', 'Mina', '-1900,-3300 2000,-3300 3000,-3050'),
  street('madero', 'Calle Madero', 'Madero', '300,2900 300,-1500', 600),
  street('cinco-de-mayo', 'Calle 5 de Mayo', '5 de Mayo', '-300,-1500 -300,2900', 600),
  curve('universidad', 'Blvd. Universidad', 'Universidad', '0,960 300,1190 1900,2420 3300,3500 4300,4000 5000,4750'),
  curve('industrial', 'Blvd. Industrial', 'Blvd. Industrial', '3250,-1500 4200,-1950 5100,-2900 6000,-3250 6900,-3200'),
  curve(
    'malecon',
    'Malecón del Río',
    'Malecón',
    '-3150,1535 -2500,1080 -1750,400 -1180,-420 -640,-1700 500,-2480',
    620,
  ),
  curve(
    'mirador',
    'Paseo del Mirador',
    'Paseo del Mirador',
    '-1900,2900 -2700,3000 -3350,3450 -3450,4050 -4100,4250 -4250,4850 -4900,4900 -5250,5450',
    660,
  ),
  curve('fresnos', 'Av. de los Fresnos', 'Fresnos', '-3150,4380 -2350,4790 -1500,5010 -690,5110'),
  curve('camino-san-isidro', 'Camino a San Isidro', 'Camino Real', '900,-6000 -100,-5700 -800,-5050 -1450,-4500', 660),
  curve('palmas', 'Calz. de las Palmas', 'Las Palmas', '-4150,-1500 -4900,-1750 -5600,-1550 -6000,-900', 640),
  ring('periferico-oriente', 'Periférico Oriente', 45, -45),
  ring('periferico-sur', 'Periférico Sur', -45, -135),
  ring('periferico-poniente', 'Periférico Poniente', -135, -240),
  ring('periferico-norte', 'Periférico Norte', -240, -315),
]

/** The Río de los Sabinos: no bus runs on it, but the drawing of the network shows it. */
export const RIVER: Line = smooth(
  parsePoints(
    '-7000,3300 -5200,2700 -3500,1500 -2600,850 -1900,250 -1330,-520 -780,-1820 450,-2640 2200,-2800 4000,-4100 7000,-4700',
  ),
)

/** Calles of the grid from west to east and from south to north, 300 m apart; they name the corners. */
const WEST_TO_EAST =
  'Ahuehuete,Mezquite,Huizache,Pirul,Jacaranda,Bugambilia,Magnolia,Nochebuena,Cempasúchil,Azucena,Tulipán,Sauce,Laurel,' +
  'Naranjos,Granado,,Degollado,Abasolo,Aldama,Allende,,,,Morelos,Matamoros,Galeana,Leona Vicario,,Guerrero,Zaragoza,' +
  'Ocampo,Lerdo de Tejada,Escobedo,Comonfort,Ignacio Ramírez,Altamirano,Prieto,Sor Juana,López Velarde,Rosario Castellanos,' +
  'Alfonso Reyes,Juan Rulfo,Octavio Paz'
const SOUTH_TO_NORTH =
  'Alfareros,Herreros,Talabarteros,Canteros,Tejedores,Carpinteros,Panaderos,Curtidores,Plateros,Zapateros,,Yucatán,Tabasco,' +
  'Veracruz,Tamaulipas,Nayarit,,Colima,Jalisco,Michoacán,Querétaro,,Zacatecas,Durango,Coahuila,Sinaloa,,Sonora,Chiapas,' +
  'Oaxaca,Puebla,,Río Lerma,Río Balsas,Río Pánuco,Río Nazas,Río Grijalva,Cerro Gordo,Cerro Azul,Sierra Madre,Sierra Gorda,' +
  'Pico de Orizaba,Nevado de Colima'

export interface Calle {
  name: string
  axis: 0 | 1
  offset: number
}

function calles(names: string, axis: 0 | 1): Calle[] {
  return names
    .split(',')
    .map((name, i) => ({ name, axis, offset: (i - 21) * 300 }))
    .filter((calle) => calle.name !== '')
}

export const CALLES: readonly Calle[] = [...calles(WEST_TO_EAST, 0), ...calles(SOUTH_TO_NORTH, 1)]

export interface Landmark {
  name: string
  at: Point
}

/** What riders call a stop by, where there is something better than a corner. */
export const LANDMARKS: readonly Landmark[] = [
  ['Mercado Hidalgo', '0,-760'],
  ['Jardín Principal', '300,180'],
  ['Teatro de la Ciudad', '-300,420'],
  ['Templo de Santa Aurelia', '-300,-380'],
  ['Palacio Municipal', '300,-420'],
  ['Hospital General', '300,2080'],
  ['Hospital Regional', '3350,2900'],
  ['Clínica 12 del Seguro Social', '1300,2900'],
  ['Cruz Roja', '1900,-300'],
  ['Hospital Materno Infantil', '300,-1250'],
  ['Ciudad Universitaria', '5000,4750'],
  ['Facultad de Medicina', '3900,3800'],
  ['Instituto Tecnológico', '1900,300'],
  ['Preparatoria Oficial', '2100,2580'],
  ['Biblioteca Central', '2620,2980'],
  ['Secundaria Técnica 4', '-1900,-2700'],
  ['Primaria Niños Héroes', '-3000,-1500'],
  ['Parque de los Sabinos', '-2400,1000'],
  ['Puente del Río', '0,-2480'],
  ['Puente Viejo', '-1900,0'],
  ['Unidad Deportiva', '-4300,1830'],
  ['Estadio Municipal', '-3500,1650'],
  ['Central de Abasto', '3000,-3050'],
  ['Rastro Municipal', '1900,-2750'],
  ['Mercado de las Flores', '0,1900'],
  ['Parque Hidalgo', '0,2720'],
  ['Panteón Municipal', '0,-3250'],
  ['Plaza del Sol', '4300,420'],
  ['Feria Estatal', '3000,40'],
  ['Parque Industrial Las Torres', '6900,-3200'],
  ['Planta Automotriz', '5950,-3240'],
  ['Zona de Bodegas', '4550,-2300'],
  ['Lomas del Mirador', '-5250,5450'],
  ['Mirador de la Cruz', '-4200,4550'],
  ['Tianguis de los Fresnos', '-1700,4970'],
  ['Parque Metropolitano', '-2180,4200'],
  ['Las Palmas', '-6000,-900'],
  ['Mercado Las Palmas', '-4850,-720'],
  ['Jardín de San Isidro', '900,-6000'],
  ['Ex Hacienda de Guadalupe', '-800,-5050'],
  ['Parque Lineal Poniente', '-3900,900'],
  ['Glorieta del Migrante', '-350,4330'],
  ['Vivero Municipal', '1500,-3665'],
  ['Plaza de Toros', '-2700,0'],
].map(([name = '', at = '']) => ({ name, at: parsePoints(at)[0] ?? [0, 0] }))
