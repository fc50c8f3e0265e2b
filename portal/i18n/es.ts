import type { ErrorCode } from '../../contract/problem.ts'
import { ERRORS } from '../../contract/problem.ts'
import type { TerminateCause } from '../../contract/report.ts'
import { dayAndMonth, formatOctets, formatSeconds } from './amounts.ts'
import { esPrivacy, esTerms } from './es-legal.ts'

const TIME = { lessThanAMinute: 'menos de 1 minuto', minute: 'minuto', minutes: 'minutos', hours: 'h' }
const ENDED = {
  'user-request': (ago) => `Terminaste tu sesión ${ago}.`,
  'session-timeout': (ago) => `Se acabó el tiempo de tu sesión ${ago}.`,
  quota: (ago) => `Usaste todos los datos de tu sesión ${ago}.`,
  idle: (ago) => `Tu sesión terminó ${ago} porque tu dispositivo dejó de usar internet.`,
  'lost-carrier': (ago) => `Tu sesión terminó ${ago} porque tu dispositivo se desconectó del WiFi.`,
  'gateway-reboot': (ago) => `Tu sesión terminó ${ago} porque el equipo del autobús se reinició.`,
  admin: (ago) => `El operador terminó tu sesión ${ago}.`,
} satisfies Record<TerminateCause, (ago: string) => string>
const WHAT_NOW: Partial<Record<ErrorCode, string>> = {
  'client-unknown': 'Conéctate al WiFi del autobús y abre de nuevo esta página.',
  'terms-changed': 'Vuelve, lee los términos nuevos y acepta otra vez.',
  'firewall-failed': 'Espera un momento y toca aceptar otra vez. Si sigue igual, avisa al operador.',
  'not-allowed': 'Abre la página del WiFi en tu dispositivo y hazlo desde ahí.',
  'not-found': 'Vuelve a la página de inicio.',
  'cool-down': 'En la página de inicio ves cuántos minutos faltan.',
  'no-sessions-left': 'Mañana podrás conectarte otra vez.',
  'no-extension': 'Úsala hasta que termine; después la página de inicio te dice cuándo puedes seguir.',
  'too-many': 'Ya tenemos tus reportes. Si pasa algo más, vuelve en una hora.',
  'wrong-type': 'Vuelve y usa el formulario de esta página.',
  'too-large': 'Vuelve y escribe menos.',
  unavailable: 'Espera un momento, vuelve e inténtalo de nuevo.',
}

const about = (minutes: number) => (minutes === 1 ? 'cerca de 1 minuto' : `unos ${minutes} minutos`)

/** Riders' words, Spanish of Mexico. The type of every other language: a missing entry does not compile. */
export const es = {
  code: 'es-MX',
  ownName: 'Español',
  switchLabel: 'Idioma',
  footLabel: 'Más',
  links: {
    '/': 'Volver al inicio',
    '/terms': 'Términos completos',
    '/privacy': 'Aviso de privacidad',
    '/problem': 'Reportar una falla',
    '/my-data': 'Mis datos',
  },
  octets: (octets: number) => formatOctets(octets, 'es-MX'),
  duration: (seconds: number, round?: 'up' | 'down') => formatSeconds(seconds, TIME, round),
  ago: (seconds: number) => `hace ${formatSeconds(seconds, TIME)}`,
  welcome: {
    title: 'WiFi gratis a bordo',
    lead: (length: string) => `Un toque y listo: ${length} de internet. Sin registro y sin contraseña.`,
    accept: 'Aceptar y conectarme',
    terms: [
      'Es gratis. No pedimos tu nombre, tu correo ni tu teléfono.',
      'Contamos pasajeros y datos usados, nunca lo que visitas.',
      'La red es abierta: usa páginas seguras (https) y no la uses para dañar a otros.',
    ],
    acceptOnce: 'Vale por hoy: en los demás autobuses entras sin tocar nada, hasta que pidas que te olvidemos.',
  },
  ended: {
    title: 'Tu sesión terminó',
    cause: (cause: TerminateCause, ago: string) => ENDED[cause](ago),
    goOn: (length: string) => `Con un toque sigues: ${length} más.`,
    accept: 'Aceptar y seguir',
    coolDownTitle: (left: string) => `Podrás conectarte en ${left}`,
    coolDown: 'Dejamos un rato entre una sesión y otra para que alcance para todos.',
    checkAgain: 'Ver si ya puedo',
    usedUpTitle: 'Por hoy ya usaste tus sesiones',
    usedUp: 'Mañana podrás conectarte otra vez. Así alcanza para todos.',
  },
  outage: {
    title: 'El autobús no tiene internet ahora',
    since: (length: string) => `El WiFi funciona, pero falta la señal desde hace ${length}.`,
    back: (length: string) => `Suele volver en unos ${length}.`,
    overdue: 'Ya tarda más de lo normal y no sabemos cuándo volverá.',
    unknown: 'No sabemos cuándo volverá.',
    accept: 'Puedes aceptar desde ahora: tendrás internet en cuanto vuelva la señal.',
    wait: 'No tienes que hacer nada: seguirás en línea en cuanto vuelva la señal.',
  },
  status: {
    title: 'Ya tienes internet',
    waitingTitle: 'Tu sesión está lista',
    left: 'Tiempo que te queda',
    used: 'Datos usados',
    dataLeft: 'Datos que te quedan',
    connection: 'Conexión del autobús',
    quality: { good: 'Buena', slow: 'Lenta', none: 'Sin señal', unknown: 'Sin medir todavía' },
    route: 'Ruta',
    nextStops: 'Próximas paradas',
    weakAhead: (inMinutes: number, forMinutes: number) =>
      `Señal débil en ${about(inMinutes)}; vuelve ${forMinutes === 1 ? '1 minuto' : `unos ${forMinutes}`} después.`,
    weakHere: (forMinutes: number) => `Señal débil en este tramo; vuelve en ${about(forMinutes)}.`,
    start: 'Abre cualquier página para empezar a navegar.',
    extend: (length: string) => `Agregar ${length}`,
    end: 'Terminar mi sesión',
    remembered: 'Hoy entras sin tocar nada también en los demás autobuses, paradas y estaciones.',
    share: 'Compartir dónde voy',
    shareHint: 'Un enlace que muestra este autobús, solo en este viaje. No dice quién eres.',
  },
  fixed: {
    line: (where: string, date: string, what: string) => `Arreglado ${where} el ${date}: ${what}.`,
    thanks: 'Gracias a quien avisó.',
    date: (date: string) => dayAndMonth(date, 'es-MX'),
    where: { vehicle: 'en este autobús', stop: 'en esta parada', station: 'en esta estación', unknown: 'aquí' },
    kinds: {
      slow: 'internet lento',
      'no-internet': 'falta de internet',
      'page-broken': 'una página que no abría o se veía mal',
      other: 'otra falla',
    },
  },
  problem: {
    title: 'Reportar una falla',
    lead: 'No hace falta que digas quién eres. También sirve sin internet: el reporte sale en cuanto haya señal.',
    kindLegend: '¿Qué pasa?',
    kinds: {
      slow: 'Va muy lento',
      'no-internet': 'No hay internet',
      'page-broken': 'Una página no abre o se ve mal',
      other: 'Otra cosa',
    },
    text: '¿Algo más? (si quieres)',
    textHint: (most: number) =>
      `Hasta ${most} caracteres. No escribas datos personales: los correos, teléfonos y direcciones de red se borran antes de guardar.`,
    send: 'Enviar reporte',
    kindMissing: 'Elige qué pasa para enviar tu reporte.',
    tooLong: (most: number) => `Escribe ${most} caracteres como máximo.`,
    sentTitle: 'Gracias por avisar',
    sentLead: 'Guardamos tu reporte en el autobús y llegará al operador. Tu número de reporte es:',
    sentNote: 'Díselo al operador si preguntas por esta falla. El reporte no dice quién eres.',
  },
  myData: {
    title: 'Mis datos',
    lead: 'Esto es todo lo que el equipo de este autobús guarda de tu dispositivo. Solo tú lo ves.',
    nothing: 'El equipo de este autobús no guarda nada de tu dispositivo.',
    session: 'Tu sesión',
    mac: 'Dirección de tu dispositivo (MAC)',
    ip: 'Dirección en esta red (IP)',
    started: 'Empezó',
    left: 'Tiempo que te queda',
    sent: 'Datos que enviaste',
    received: 'Datos que recibiste',
    quota: 'Límite de datos',
    extensions: 'Veces que la extendiste',
    terms: 'Términos que aceptaste',
    today: 'Hoy',
    todayNote:
      'Guardado con una huella que se borra, junto con su clave, cuando termina el día; no guarda tu dirección.',
    sessions: 'Sesiones contadas hoy',
    lastEnd: 'Última sesión',
    reports: 'Reportes de falla en esta hora',
    reportsNote:
      'Es solo una cuenta, en la memoria, que se borra cada hora; el texto de un reporte no se liga contigo.',
    network:
      'Mientras estés conectado al WiFi, el equipo también anota tu dirección en su lista de la red local, como todo módem; la quita sola cuando te vas.',
    delete: 'Borrar mis datos y desconectarme',
    deleteToday: 'Borrar mis datos',
    deleteNote:
      'Tu sesión termina en ese momento, borramos lo que ves en «Tu sesión» y «Hoy», y en los demás autobuses tendrás que aceptar otra vez.',
    elsewhere: {
      title: 'En los demás autobuses',
      remembered:
        'Ya aceptaste hoy, así que entras sin tocar nada. Para eso, los equipos comparten un número de 40 bits hecho con tu dirección y una clave que se destruye esta noche. No dice en qué autobús estuviste ni a qué hora.',
      refused:
        'Pediste que te olvidáramos: por hoy, en cada autobús tendrás que aceptar. Para respetarlo, los equipos guardan un número que se borra esta noche.',
      forget: 'Olvidar este teléfono hoy',
    },
  },
  terms: esTerms,
  privacy: esPrivacy,
  error: {
    title: 'Algo no salió bien',
    what: (code: ErrorCode): string => ERRORS[code].es,
    whatNow: (code: ErrorCode): string => WHAT_NOW[code] ?? 'Vuelve e inténtalo de nuevo.',
  },
}
export type Catalogue = typeof es
