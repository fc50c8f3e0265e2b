import type { NoticeLanguage } from '../../../contract/channels.ts'

const es = {
  lang: 'es',
  title: (route: string) => `Voy en la ruta ${route}`,
  towards: (headsign: string) => `Hacia ${headsign}`,
  seen: (minutes: number, clock: string) =>
    minutes < 1 ? `Visto hace menos de 1 minuto (${clock})` : `Visto hace ${minutes} min (${clock})`,
  silent: (clock: string) =>
    `El autobús no ha dicho dónde está desde las ${clock}. Puede que no tenga señal: esta página lo mostrará en cuanto vuelva.`,
  nowhere: 'Todavía no sabemos dónde está el autobús. Esta página lo mostrará en cuanto lo sepamos.',
  map: 'Dónde va el autobús',
  mapLabel: (next: string | null) =>
    next === null ? 'Dibujo de la ruta con el autobús' : `Dibujo de la ruta con el autobús; sigue ${next}`,
  start: 'Inicio',
  end: 'Final',
  nextStops: 'Próximas paradas',
  noStops: 'No sabemos cuál parada sigue.',
  about: 'Las horas son estimadas, según el horario de la ruta. El tráfico puede cambiarlas.',
  atStop: 'ahora',
  refreshes: 'Se actualiza sola cada 30 segundos.',
  ends: (clock: string) => `Este enlace deja de funcionar cuando el viaje termina, a más tardar a las ${clock}.`,
  privacy:
    'Muestra dónde va el autobús, no quién va en él. No se guarda nada de quien lo comparte ni de quien lo abre.',
  share: 'Compartir este viaje',
  copied: 'Enlace copiado',
  address: 'Para compartir, copia esta dirección',
  overTitle: 'Este viaje terminó',
  over: 'El autobús ya llegó al final de su recorrido, o cambió de ruta. Si la persona que te lo compartió sigue en camino, pídele otro enlace.',
  deadTitle: 'Este enlace no muestra ningún viaje',
  dead: 'La dirección puede estar incompleta, o el operador dejó de publicar dónde van los autobuses. Pide otro enlace a quien te lo envió.',
}
type TripWords = typeof es

const en: TripWords = {
  lang: 'en',
  title: (route) => `I am on route ${route}`,
  towards: (headsign) => `Towards ${headsign}`,
  seen: (minutes, clock) =>
    minutes < 1 ? `Seen less than 1 minute ago (${clock})` : `Seen ${minutes} min ago (${clock})`,
  silent: (clock) =>
    `The bus has not said where it is since ${clock}. It may have no signal: this page shows it as soon as it is back.`,
  nowhere: 'We do not know yet where the bus is. This page shows it as soon as we do.',
  map: 'Where the bus is',
  mapLabel: (next) =>
    next === null ? 'Drawing of the route with the bus' : `Drawing of the route with the bus; next is ${next}`,
  start: 'Start',
  end: 'End',
  nextStops: 'Next stops',
  noStops: 'We do not know which stop is next.',
  about: 'Times are estimates by the route’s timetable. Traffic may change them.',
  atStop: 'now',
  refreshes: 'Updates itself every 30 seconds.',
  ends: (clock) => `This link stops working when the trip ends, at ${clock} at the latest.`,
  privacy: 'It shows where the bus is, not who is on it. Nothing is kept of who shares it or who opens it.',
  share: 'Share this trip',
  copied: 'Link copied',
  address: 'To share, copy this address',
  overTitle: 'This trip has ended',
  over: 'The bus has reached the end of its way, or has changed its route. If who shared it with you is still on the way, ask for another link.',
  deadTitle: 'This link shows no trip',
  dead: 'The address may be incomplete, or the operator no longer publishes where buses are. Ask whoever sent it for another link.',
}

export function tripWords(language: NoticeLanguage): TripWords {
  return language === 'es' ? es : en
}
