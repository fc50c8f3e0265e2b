const es = {
  find: 'Busca un equipo, una ruta o una placa',
  findButton: 'Buscar',
  reports: 'Reportes de la ciudad',
  reportsHint: 'Qué recibieron los pasajeros de cada ruta, mes por mes',
  alerts: 'Hay que atender',
  alertsNone: 'Nada que atender: todo lo que se vigila está en orden',
  allAlerts: (n: string) => `Ver las ${n} alertas`,
  alertsOpen: 'Alertas abiertas',
  alertsFree: (n: number, text: string) =>
    n === 1 ? '1 sin que nadie se encargue' : `${text} sin que nadie se encargue`,
  alertsTaken: 'Alguien se encarga de todas',
  alertsZero: 'Nada que atender',
  states: 'Equipos por estado',
  statesAll: 'Ver todos los equipos',
  byRoute: 'Pasajeros por ruta',
  byRouteAll: 'Ver la gráfica por ruta',
  riders: (n: number, text: string) => (n === 1 ? '1 pasajero' : `${text} pasajeros`),
  changes: 'Qué cambió en la última hora',
  changesNone: 'Nada cambió en la última hora',
  opened: 'Se abrió',
  loadFailed: 'No se pudieron cargar las alertas',
}
export type NowWords = typeof es

const en: NowWords = {
  find: 'Find a gateway, a route or a plate',
  findButton: 'Find',
  reports: 'Reports of the city',
  reportsHint: 'What the riders of each route got, month by month',
  alerts: 'To look after',
  alertsNone: 'Nothing to look after: all that is watched is in order',
  allAlerts: (n) => `See all ${n} alerts`,
  alertsOpen: 'Open alerts',
  alertsFree: (n, text) => (n === 1 ? '1 that nobody looks after' : `${text} that nobody looks after`),
  alertsTaken: 'Somebody looks after each',
  alertsZero: 'Nothing to look after',
  states: 'Gateways by state',
  statesAll: 'See all gateways',
  byRoute: 'Riders by route',
  byRouteAll: 'See the chart by route',
  riders: (n, text) => (n === 1 ? '1 rider' : `${text} riders`),
  changes: 'What changed in the last hour',
  changesNone: 'Nothing changed in the last hour',
  opened: 'Opened',
  loadFailed: 'The alerts could not be loaded',
}

export const words = { es, en }
